import { expect, test } from "vitest";
import type { Caller } from "../harness/caller.ts";
import { noLimits } from "../harness/no-limits.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { keyScopes } from "../../src/base/actor.ts";
import { makeSalon } from "../harness/businesses.ts";

const rates = { anonymousPerMinute: 3, signedInPerMinute: 5, keyPerMinute: 7 };
const app = await startTestApp({
  clock: standingClock(),
  limits: { ...noLimits, rates },
});

/** Counts the requests answered before the first 429, which must have a Retry-After. */
async function answeredBeforeRefusal(caller: Caller, path: string): Promise<number> {
  for (let answered = 0; answered < 20; answered += 1) {
    const { status, body, headers } = await caller.get(path);
    if (status < 300) continue;
    expect([status, body.type]).toEqual([
      429,
      "https://holdfast.example/problems/too-many-requests",
    ]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    return answered;
  }
  throw new Error("nothing was refused");
}

test("anonymous callers, users and API keys each have their own rate limit", async () => {
  const { businessId } = await makeSalon(app.db);
  const owner = app.as((await makeMember(app.db, businessId, "owner")).token);
  const url = `/v1/manage/businesses/${businessId}`;
  const body = { name: "key", scopes: keyScopes };
  const key = app.as((await owner.post(`${url}/apiKeys`, body)).body.token);
  const person = app.as((await makePerson(app.db)).token);
  const counts = [
    await answeredBeforeRefusal(app.as(), "/v1/businesses"),
    await answeredBeforeRefusal(person, "/v1/me"),
    await answeredBeforeRefusal(key, url),
  ];
  expect(counts).toEqual([3, 5, 7]);
});

test("a request with an invalid token counts against its IP address", async () => {
  const { status } = await app.as("x".repeat(43)).get("/v1/me");
  expect(status).toBe(429);
});

import { beforeAll, expect, test } from "vitest";
import { MINUTE_MS, instantText } from "../../src/base/time.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, problemOf } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;

let salon: Salon;
let pendingSalon: Salon;
let staff: Caller;
let customer: Caller;

beforeAll(async () => {
  salon = await makeSalon(db);
  pendingSalon = await makeSalon(db, { terms: { acceptance: "manual" } });
  const member = await makeMember(db, salon.businessId, "staff");
  staff = app.as(member.token);
  customer = app.as((await makePerson(db)).token);
});

let day = 0;

/** A booking that has just begun, or begins the given minutes from now. */
async function begun(at: Salon, inMinutes = 0): Promise<{ id: string; version: number }> {
  day += 1;
  const begins = Date.parse("2026-11-22T10:00:00+03:00") + day * 1440 * MINUTE_MS;
  clock.set(begins - Math.max(1, inMinutes) * MINUTE_MS);
  const items = [haircut(at, instantText(begins))];
  const { status, body } = await customer.post("/v1/bookings", { items });
  expect(status).toBe(201);
  clock.set(begins + (inMinutes === 0 ? MINUTE_MS : -inMinutes * MINUTE_MS));
  return { id: body.id, version: body.version };
}

const resources = [
  ["cancellation", () => staff],
  ["completion", () => staff],
  ["noShow", () => staff],
  ["checkIn", () => staff],
] as const;

test.each(resources)(
  "%s succeeds with the current version in If-Match and is refused with another",
  async (resource, by) => {
    const { id, version } = await begun(salon);
    const path = `/v1/bookings/${id}/${resource}`;
    const stale = await by().post(path, {}, { "if-match": `"${version + 1}"` });
    expect([stale.status, problemOf(stale)]).toEqual([412, "precondition-failed"]);
    const broken = await by().post(path, {}, { "if-match": "yesterday's" });
    expect([broken.status, broken.body.errors[0].pointer]).toEqual([400, "/headers/if-match"]);
    const read = await customer.get(`/v1/bookings/${id}`);
    expect([read.body.version, read.body.status]).toEqual([version, "confirmed"]);

    const done = await by().post(path, {}, { "if-match": read.headers.get("etag")! });
    expect(done.status, JSON.stringify(done.body)).toBe(200);
    expect(done.body.version).toBe(version + 1);
    expect(done.headers.get("etag")).toBe(`"${version + 1}"`);
  },
);

test("confirmation succeeds with the current version in If-Match and is refused with another", async () => {
  const { id, version } = await begun(pendingSalon, 10);
  const member = app.as((await makeMember(db, pendingSalon.businessId, "staff")).token);
  const path = `/v1/bookings/${id}/confirmation`;
  const stale = await member.post(path, {}, { "if-match": `"${version + 7}"` });
  expect(problemOf(stale)).toBe("precondition-failed");
  const done = await member.post(path, {}, { "if-match": `"${version}"` });
  expect([done.status, done.body.status]).toEqual([200, "confirmed"]);
});

test("of two moves based on the same version, the second is refused with 412", async () => {
  const { id, version } = await begun(salon);
  const ifMatch = { "if-match": `"${version}"` };
  const [first, second] = await Promise.all([
    staff.post(`/v1/bookings/${id}/completion`, {}, ifMatch),
    staff.post(`/v1/bookings/${id}/noShow`, {}, ifMatch),
  ]);
  expect([first.status, second.status].toSorted((a, b) => a - b)).toEqual([200, 412]);
});

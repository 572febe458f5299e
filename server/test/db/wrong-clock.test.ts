import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { expireHolds } from "../../src/booking/end-due.ts";
import { connect } from "../../src/db/connection.ts";
import { asProblem } from "../../src/db/constraint-problems.ts";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { openMetrics } from "../../src/http/metrics.ts";
import { makeVenue } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { startTestApp } from "../harness/test-app.ts";

const app = await startTestApp();
const url = serverUrlOf(app.url);
const careful = connect({ url, poolSize: 1, applicationName: "test", clockToleranceSeconds: 30 });
const careless = connect({ url, poolSize: 1, applicationName: "test" });
afterAll(() => Promise.all([careful.end(), careless.end()]));

const AHEAD_MS = 40 * MINUTE_MS;

/** Places a hold of ten minutes and returns its status after a worker with a wrong clock expired holds. */
async function afterWorker({ db }: typeof careful, aheadMs: number): Promise<string> {
  const venue = await makeVenue(app.db, { terms: { payment_terms: "full" } });
  const start = new Date(Math.ceil(Date.now() / 3_600_000) * 3_600_000 + 86_400_000);
  const item = {
    kind: "rental",
    rentalId: venue.rentalId,
    start: start.toISOString(),
    end: new Date(start.getTime() + 3_600_000).toISOString(),
  };
  const customer = app.as((await makePerson(app.db)).token);
  const held = await customer.post("/v1/bookings", { items: [item] });
  expect(held.body.status).toBe("reserved");
  const now = instantText(Date.now() + aheadMs);
  const context = { scope: "platform", actor: "system:test", now } as const;
  await expireHolds(db, context, openMetrics(db)).catch((error: unknown) => {
    expect(asProblem(error).type).toBe("unavailable");
  });
  const { rows } = await sql<{ status: string }>`
    select status from bookings where id = ${held.body.id}`.execute(app.owner);
  return rows[0]!.status;
}

test("a worker whose clock is 40 minutes off expires no holds", async () => {
  expect(await afterWorker(careful, AHEAD_MS)).toBe("reserved");
  expect(await afterWorker(careful, -AHEAD_MS)).toBe("reserved");
});

test("control: with the clock check off, a worker with a wrong clock expires a running hold", async () => {
  expect(await afterWorker(careless, AHEAD_MS)).toBe("expired");
});

test("a clock that is 20 seconds off is accepted", async () => {
  const { db } = careful;
  for (const offMs of [-20_000, 20_000]) {
    const context = { scope: "public", actor: "test", now: instantText(Date.now() + offMs) };
    await expect(
      sql`select enter(${JSON.stringify(context)}::jsonb)`.execute(db),
    ).resolves.toBeDefined();
  }
});

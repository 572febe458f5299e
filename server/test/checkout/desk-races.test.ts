import { sql } from "kysely";
import { expect, test } from "vitest";
import { haircut } from "../flows/wants.ts";
import { makeSalon } from "../harness/businesses.ts";
import type { Answer } from "../harness/caller.ts";
import { throughGate } from "../harness/gate.ts";
import { sar } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { standingClock, startTestApp, type TestApp } from "../harness/test-app.ts";
import { lockNobodyOutOfPayouts as lockNobodyOut } from "../ledger/unlocked-payouts.ts";
import { brokenChecks, tally, without } from "../races/arena.ts";

/** Two staff members record the same cash for the same booking at once. */

const open = () => startTestApp({ clock: standingClock() });
const guarded = await open();
const unlocked = await open();
await lockNobodyOut(unlocked);
const unguarded = await open();
await lockNobodyOut(unguarded);
await without(unguarded, "drop trigger share_within_price on payment_shares");

const DESKS = 2;

async function takeTwice(app: TestApp): Promise<Answer[]> {
  const salon = await makeSalon(app.db);
  const customer = app.as((await makePerson(app.db)).token);
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const { body: booking } = await customer.post("/v1/bookings", { items });
  const desks = await Promise.all(
    Array.from({ length: DESKS }, async () =>
      app.as((await makeMember(app.db, salon.businessId, "staff")).token),
    ),
  );
  const take = { method: "cash", amount: sar(10_000) };
  return throughGate({ url: app.url, contenders: DESKS, tables: ["payments"] }, () =>
    Promise.all(desks.map((desk) => desk.post(`/v1/bookings/${booking.id}/payments`, take))),
  );
}

test("of two desks recording the same cash one succeeds, the other is told that nothing is owed", async () => {
  expect(tally(await takeTwice(guarded))).toEqual({ "201": 1, "422 invalid-request": 1 });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with the program's lock off, the database still accepts only one payment", async () => {
  expect(tally(await takeTwice(unlocked))).toEqual({ "201": 1, "500 internal": 1 });
  expect(await brokenChecks(unlocked)).toEqual([]);
});

test("control: with the lock and the trigger off, the booking is paid twice, and verify reports it", async () => {
  expect(tally(await takeTwice(unguarded))).toEqual({ "201": 2 });
  // Mark all events delivered, so that no refund is pending.
  await sql`update outbox set done_at = now()`.execute(unguarded.owner);
  expect(await brokenChecks(unguarded)).toContain(
    "no active booking has been paid more than it costs, or the excess is being refunded",
  );
});

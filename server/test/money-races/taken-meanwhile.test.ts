import { expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import type { Answer } from "../harness/caller.ts";
import { brokenChecks, race, tally, weaken, without, won } from "../races/arena.ts";
import { inLine } from "./in-line.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import {
  atGateway,
  chair,
  count,
  makeCustomer,
  makeHolds,
  payUnheard,
  PRICE,
  standing,
} from "./paying.ts";

/** The second server's clock is so far ahead that every hold made at the first has expired there. */
const [NOW, LATER] = [0, 1];
const { guarded, unguarded } = await openMoneyArenas(["guarded", "unguarded"], [0, 15 * MINUTE_MS]);
await weaken(unguarded, "reclaim_booking", "perform take_inventory(again);", "");
await without(unguarded, "alter table bookings disable trigger booking_owns_its_claims");

/** Makes holds paid in time but not heard of before they expire, and another customer who wants the same chairs. */
async function payTooLate(arena: MoneyArena, orders: number) {
  const customers = await Promise.all(Array.from({ length: orders }, () => makeCustomer(arena)));
  const holds = await makeHolds(arena, customers);
  for (const [n, held] of holds.entries()) await payUnheard(arena, customers[n]!.caller(NOW), held);
  await arena.work("outbox", LATER);
  await arena.sandbox.sendWebhooks();
  const other = await makeCustomer(arena);
  return {
    bookingIds: holds.map(({ bookingId }) => bookingId),
    orderAgain: (n: number): Promise<Answer> =>
      other.caller(LATER).post("/v1/orders", { items: [chair(holds[n]!.salon, n)] }),
  };
}

const settle = (arena: MoneyArena) => arena.work("outbox", LATER);

test("of late payments and new orders for the same chairs, each chair goes to one, and the other is told", async () => {
  const CHAIRS = 8;
  const before = await atGateway(guarded);
  const { bookingIds, orderAgain } = await payTooLate(guarded, CHAIRS);
  const answers = await race(
    guarded,
    bookingIds.map((_, n) => () => orderAgain(n)),
    { contenders: CHAIRS, tables: ["claims"], beside: () => settle(guarded) },
  );
  await guarded.workAll();
  const ordered = won(answers).length;
  expect(tally(answers)).toEqual({
    ...(ordered > 0 && { "201": ordered }),
    ...(ordered < CHAIRS && { "409 already-taken": CHAIRS - ordered }),
  });
  const stands = await standing(guarded, bookingIds);
  for (const [n, { status }] of answers.entries()) {
    expect(stands[n]).toBe(status === 201 ? "expired refunded" : "confirmed paid");
  }
  const { refunded } = await atGateway(guarded);
  expect(refunded - before.refunded).toBe(ordered * PRICE);
  expect(await brokenChecks(guarded)).toEqual([]);
});

// The order has ended the hold and holds the chair's lock by the time it is written.
test("when the new order comes first, the late payment is refunded in full", async () => {
  const { bookingIds, orderAgain } = await payTooLate(guarded, 1);
  const ends = await inLine<unknown>(
    guarded,
    ["orders"],
    [() => orderAgain(0), () => settle(guarded)],
  );
  expect(ends[0]).toMatchObject({ value: { status: 201 } });
  await guarded.workAll();
  expect(count(await standing(guarded, bookingIds))).toEqual({ "expired refunded": 1 });
  expect(await brokenChecks(guarded)).toEqual([]);
});

// The payment holds the locks of the booking and the chair by the time it claims them again.
test("when the late payment comes first, it gets its chair back and the order is refused", async () => {
  const { bookingIds, orderAgain } = await payTooLate(guarded, 1);
  const ends = await inLine<unknown>(
    guarded,
    ["claims"],
    [() => settle(guarded), () => orderAgain(0)],
  );
  expect(ends[1]).toMatchObject({ value: { status: 409 } });
  await guarded.workAll();
  expect(count(await standing(guarded, bookingIds))).toEqual({ "confirmed paid": 1 });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: when late money does not claim the slot and the check at commit is off, one chair is sold twice", async () => {
  const { bookingIds, orderAgain } = await payTooLate(unguarded, 1);
  const [ordered] = await inLine<unknown>(
    unguarded,
    ["orders"],
    [() => orderAgain(0), () => settle(unguarded)],
  );
  expect(ordered).toMatchObject({ value: { status: 201 } });
  await unguarded.workAll();
  expect(count(await standing(unguarded, bookingIds))).toEqual({ "confirmed paid": 1 });
  expect(await brokenChecks(unguarded)).toContain(
    "every booking that blocks owns everything its items need",
  );
});

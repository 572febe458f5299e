import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Answer } from "../harness/caller.ts";
import { makeVenue } from "../harness/businesses.ts";
import { brokenChecks, weaken, without } from "../races/arena.ts";
import { at } from "../races/days.ts";
import { inLine, values } from "./in-line.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import { makeCustomer, pay, standing } from "./paying.ts";
import {
  aheadMs,
  endsOf,
  holdRig,
  HOUR,
  LATER,
  NOW,
  payOnPage,
  payUnseen,
  settle,
} from "./rigs.ts";

/** Money for a hold that ran out, while the hold itself is moved or somebody else moves into its place. */

const { guarded, unowned } = await openMoneyArenas(["guarded", "unowned"], aheadMs);
// What is paid for too late is not taken again.
await weaken(unowned, "reclaim_booking", "perform take_inventory(again, true);", "");
await without(unowned, "alter table bookings disable trigger booking_owns_its_claims");

/** An hour at ten that was paid and ran out before anybody heard of it; somebody with an hour at two wants to have it. */
async function moveIntoPaidHold(arena: MoneyArena) {
  const { rentalId } = await makeVenue(arena.db, { units: 1, terms: { payment_terms: "full" } });
  const order = async (from: number, walletMinor: number) => {
    const customer = await makeCustomer(arena, walletMinor);
    const hour = { start: at(`${from}:00`), end: at(`${from + 1}:00`) };
    const items = [{ kind: "rental", rentalId, ...hour }];
    const { body } = await customer.caller(NOW).post("/v1/orders", { items });
    return { customer, orderId: body.id as string, booking: body.bookings[0] };
  };
  const [late, mover] = [await order(10, 0), await order(14, HOUR)];
  const paid = await pay(mover.customer.caller(NOW), mover.orderId, { method: "wallet" });
  expect(paid.status).toBe(201);
  await payUnseen(arena, { payByCard: () => payOnPage(late.customer.caller(NOW), late.orderId) });
  const change = { items: [{ id: mover.booking.items[0].id as string, start: at("10:00") }] };
  const path = `/v1/bookings/${mover.booking.id as string}`;
  return {
    move: () => mover.customer.caller(LATER).post(`${path}/amendments`, change),
    moverStarts: async () => (await mover.customer.caller(NOW).get(path)).body.start as string,
    lateStands: async () => {
      await arena.workAll();
      return (await standing(arena, [late.booking.id as string]))[0];
    },
  };
}

const [TEN, TWO] = [at("10:00"), at("14:00")].map((time) => new Date(time).toISOString());

test("somebody moves into a place whose hold ran out, then its money comes: the money goes back", async () => {
  const { move, lateStands, moverStarts } = await moveIntoPaidHold(guarded);
  expect((await move()).body).toMatchObject({ status: "applied" });
  await settle(guarded, LATER);
  expect([await lateStands(), await moverStarts()]).toEqual(["expired refunded", TEN]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the same where the place is not taken again: one place is sold twice", async () => {
  const { move, lateStands, moverStarts } = await moveIntoPaidHold(unowned);
  expect((await move()).body).toMatchObject({ status: "applied" });
  await settle(unowned, LATER);
  expect([await lateStands(), await moverStarts()]).toEqual(["confirmed paid", TEN]);
  expect(await brokenChecks(unowned)).toContain(
    "every booking that blocks owns all that its items need",
  );
});

// The payment has the booking and the place's lock by the time it takes its claims again.
test("the money comes first: the hold has its place back, and the other stays where it was", async () => {
  const { move, lateStands, moverStarts } = await moveIntoPaidHold(guarded);
  const line = [() => settle(guarded, LATER), move];
  const [, moved] = values(await inLine<unknown>(guarded, ["claims"], line));
  expect(moved).toMatchObject({ status: 409 });
  expect([await lateStands(), await moverStarts()]).toEqual(["confirmed paid", TWO]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

/** Its customer moves a hold to two o'clock while its money is looked at by a server where it has run out. */
async function moveWhileReclaimed(arena: MoneyArena, first: "money" | "customer") {
  const rig = await holdRig(arena);
  await payUnseen(arena, rig);
  const both: (() => Promise<Answer | void>)[] = [
    () => settle(arena, LATER),
    () => rig.change({ start: TWO }),
  ];
  const line = first === "money" ? both : both.toReversed();
  const ends = values(await inLine<unknown>(arena, { bookingId: rig.id }, line));
  const moved = ends[first === "money" ? 1 : 0] as Answer;
  const { start } = await rig.read();
  const owned = await ownedFrom(arena, rig.id);
  return {
    moved: [moved.status, moved.body.status],
    start,
    owned,
    ...(await endsOf(arena, rig)),
  };
}

/** When what a booking owns begins, one for each claim. */
async function ownedFrom({ owner }: MoneyArena, bookingId: string): Promise<string[]> {
  const { rows } = await sql<{ at: string }>`
    select starts_at as at from claims where booking_id = ${bookingId} and blocking`.execute(owner);
  return rows.map(({ at: instant }) => new Date(instant).toISOString());
}

test.each(["money", "customer"] as const)(
  "a hold is moved while its late money is looked at, the %s first: it is paid at its new time, and nothing of the old is kept",
  async (first) => {
    expect(await moveWhileReclaimed(guarded, first)).toEqual({
      moved: [201, "applied"],
      start: TWO,
      owned: [TWO],
      booking: ["confirmed", HOUR],
      money: "confirmed paid",
    });
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test("the same where the place is not taken again: it is paid, and nothing of it is its customer's", async () => {
  expect(await moveWhileReclaimed(unowned, "customer")).toMatchObject({
    start: TWO,
    owned: [],
    money: "confirmed paid",
  });
  expect(await brokenChecks(unowned)).toContain(
    "every booking that blocks owns all that its items need",
  );
});

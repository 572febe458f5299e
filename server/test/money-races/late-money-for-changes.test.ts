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

/** Late money for an expired hold, while the hold is moved or another booking moves into its slot. */

const { guarded, unowned } = await openMoneyArenas(["guarded", "unowned"], aheadMs);
// Late money does not claim the slot again.
await weaken(unowned, "reclaim_booking", "perform take_inventory(again);", "");
await without(unowned, "alter table bookings disable trigger booking_owns_its_claims");

/** Makes an hour at ten that was paid but expired before its webhook, and a customer at two who wants to move there. */
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

test("when another booking moves into the slot of an expired hold, the hold's late money is refunded", async () => {
  const { move, lateStands, moverStarts } = await moveIntoPaidHold(guarded);
  expect((await move()).body).toMatchObject({ status: "applied" });
  await settle(guarded, LATER);
  expect([await lateStands(), await moverStarts()]).toEqual(["expired refunded", TEN]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: when late money does not claim the slot again, one slot is sold twice", async () => {
  const { move, lateStands, moverStarts } = await moveIntoPaidHold(unowned);
  expect((await move()).body).toMatchObject({ status: "applied" });
  await settle(unowned, LATER);
  expect([await lateStands(), await moverStarts()]).toEqual(["confirmed paid", TEN]);
  expect(await brokenChecks(unowned)).toContain(
    "every booking that blocks owns everything its items need",
  );
});

// The payment holds the locks of the booking and the slot by the time it claims them again.
test("when the late money comes first, the hold gets its slot back and the other booking stays where it was", async () => {
  const { move, lateStands, moverStarts } = await moveIntoPaidHold(guarded);
  const line = [() => settle(guarded, LATER), move];
  const [, moved] = values(await inLine<unknown>(guarded, ["claims"], line));
  expect(moved).toMatchObject({ status: 409 });
  expect([await lateStands(), await moverStarts()]).toEqual(["confirmed paid", TWO]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

/** The customer moves a hold to two o'clock while a server where it has expired settles its money. */
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

/** Returns the start of each claim that a booking owns. */
async function ownedFrom({ owner }: MoneyArena, bookingId: string): Promise<string[]> {
  const { rows } = await sql<{ at: string }>`
    select starts_at as at from claims where booking_id = ${bookingId} and blocking`.execute(owner);
  return rows.map(({ at: instant }) => new Date(instant).toISOString());
}

test.each(["money", "customer"] as const)(
  "a hold moved while its late money settles, the %s first, is paid at its new time and keeps nothing of the old one",
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

test("control: when late money does not claim the slot again, the hold is paid but owns no slot", async () => {
  expect(await moveWhileReclaimed(unowned, "customer")).toMatchObject({
    start: TWO,
    owned: [],
    money: "confirmed paid",
  });
  expect(await brokenChecks(unowned)).toContain(
    "every booking that blocks owns everything its items need",
  );
});

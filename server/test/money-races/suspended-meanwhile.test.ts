import { expect, test } from "vitest";
import { makePerson } from "../harness/people.ts";
import { brokenChecks, weaken } from "../races/arena.ts";
import { inLine, values } from "./in-line.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import {
  aheadMs,
  endsOf,
  holdRig,
  HOUR,
  keepAllMoney,
  LATER,
  NOW,
  paidRig,
  payUnseen,
  settle,
  until,
  type Rig,
} from "./rigs.ts";

/** The platform suspends a business while money is on its way to it. */

const { guarded, stingy, unasked } = await openMoneyArenas(
  ["guarded", "stingy", "unasked"],
  aheadMs,
);
await keepAllMoney(stingy);
// Nobody asks whether the business still sells, and what it has not sold yet is left alone.
await weaken(unasked, "assert_open", "if not is_public(business) then", "if false then");
await weaken(unasked, "move_business", "perform end_unsold(business);", "");

async function suspender(arena: MoneyArena, { businessId }: Rig) {
  const { token } = await makePerson(arena.db, { admin: true });
  const path = `/v1/admin/businesses/${businessId}/suspension`;
  return async () => {
    const { status, body } = await arena.as(token, NOW).post(path, { reason: "complaints" });
    expect(status, JSON.stringify(body)).toBe(200);
  };
}

/** A hold that was paid on the gateway's page, and nobody has looked at it yet. */
async function paidHold(arena: MoneyArena) {
  const rig = await holdRig(arena);
  await payUnseen(arena, rig);
  return { rig, suspend: await suspender(arena, rig) };
}

const sold = { booking: ["confirmed", HOUR], money: "confirmed paid" };
const ended = { booking: ["cancelled", HOUR], money: "cancelled refunded" };

test.each(["money", "suspension"] as const)(
  "a business is suspended while money for a hold is looked at, the %s first: sold and paid, or cancelled and refunded",
  async (first) => {
    const { rig, suspend } = await paidHold(guarded);
    const both = [() => settle(guarded), suspend];
    const line = first === "money" ? both : both.toReversed();
    values(await inLine<unknown>(guarded, { bookingId: rig.id }, line));
    expect(await endsOf(guarded, rig)).toEqual(first === "money" ? sold : ended);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test("the same where nothing goes back, the suspension first: money is kept for what is cancelled, and verify says so", async () => {
  const { rig, suspend } = await paidHold(stingy);
  values(await inLine<unknown>(stingy, { bookingId: rig.id }, [suspend, () => settle(stingy)]));
  expect(await endsOf(stingy, rig)).toEqual({ ...ended, money: "cancelled paid" });
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

test("the same where the suspension leaves holds alone: the money buys a place at a suspended business", async () => {
  const { rig, suspend } = await paidHold(unasked);
  await suspend();
  await settle(unasked);
  expect(await endsOf(unasked, rig)).toEqual(sold);
});

/** The hold had run out when its business was suspended, and its money comes after both. */
async function lateMoneyAfterSuspension(arena: MoneyArena) {
  const { rig, suspend } = await paidHold(arena);
  await arena.work("expire-holds", LATER);
  await suspend();
  await settle(arena, LATER);
  return endsOf(arena, rig);
}

test("late money for a business that was suspended meanwhile goes back", async () => {
  const over = { booking: ["expired", HOUR], money: "expired refunded" };
  expect(await lateMoneyAfterSuspension(guarded)).toEqual(over);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the same where nobody asks whether it still sells: it is sold at a suspended business", async () => {
  expect(await lateMoneyAfterSuspension(unasked)).toEqual(sold);
});

/** A booking that stands is to last another hour; the hour is paid when the business is suspended. */
async function paidChange(arena: MoneyArena) {
  const rig = await paidRig(arena);
  const { body } = await rig.change(until(2));
  expect(body.status).toBe("awaitingPayment");
  await payUnseen(arena, rig);
  return { rig, suspend: await suspender(arena, rig), amendmentId: body.id as string };
}

test.each(["money", "suspension"] as const)(
  "a business is suspended while money for a change is looked at, the %s first: what was sold stands, and the change counts or is refunded",
  async (first) => {
    const { rig, suspend, amendmentId } = await paidChange(guarded);
    const both = [() => settle(guarded), suspend];
    const line = first === "money" ? both : both.toReversed();
    values(await inLine<unknown>(guarded, { bookingId: rig.id }, line));
    const ends = { ...(await endsOf(guarded, rig)), change: await rig.amendment(amendmentId) };
    expect(ends).toEqual(
      first === "money"
        ? { booking: ["confirmed", 2 * HOUR], money: "confirmed paid paid", change: "applied" }
        : { ...sold, money: "confirmed paid refunded", change: "withdrawn" },
    );
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test("the same where nothing goes back, the suspension first: money is kept for a change that came to nothing", async () => {
  const { rig, suspend } = await paidChange(stingy);
  values(await inLine<unknown>(stingy, { bookingId: rig.id }, [suspend, () => settle(stingy)]));
  expect(await endsOf(stingy, rig)).toEqual({ ...sold, money: "confirmed paid paid" });
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

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
// Nothing checks whether the business still sells, and a suspension leaves its holds alone.
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

/** Makes a hold that is paid on the gateway's page but not settled yet. */
async function paidHold(arena: MoneyArena) {
  const rig = await holdRig(arena);
  await payUnseen(arena, rig);
  return { rig, suspend: await suspender(arena, rig) };
}

const sold = { booking: ["confirmed", HOUR], money: "confirmed paid" };
const ended = { booking: ["cancelled", HOUR], money: "cancelled refunded" };

test.each(["money", "suspension"] as const)(
  "when a business is suspended while a hold's money settles, the %s first, the hold is sold and paid or cancelled and refunded",
  async (first) => {
    const { rig, suspend } = await paidHold(guarded);
    const both = [() => settle(guarded), suspend];
    const line = first === "money" ? both : both.toReversed();
    values(await inLine<unknown>(guarded, { bookingId: rig.id }, line));
    expect(await endsOf(guarded, rig)).toEqual(first === "money" ? sold : ended);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test("control: with refunds off and the suspension first, the money of a cancelled hold is kept, and verify reports it", async () => {
  const { rig, suspend } = await paidHold(stingy);
  values(await inLine<unknown>(stingy, { bookingId: rig.id }, [suspend, () => settle(stingy)]));
  expect(await endsOf(stingy, rig)).toEqual({ ...ended, money: "cancelled paid" });
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

test("control: when a suspension does not end holds, the money buys a slot at a suspended business", async () => {
  const { rig, suspend } = await paidHold(unasked);
  await suspend();
  await settle(unasked);
  expect(await endsOf(unasked, rig)).toEqual(sold);
});

/** The hold expires, then its business is suspended, and then its money settles. */
async function lateMoneyAfterSuspension(arena: MoneyArena) {
  const { rig, suspend } = await paidHold(arena);
  await arena.work("expire-holds", LATER);
  await suspend();
  await settle(arena, LATER);
  return endsOf(arena, rig);
}

test("late money for a business suspended meanwhile is refunded", async () => {
  const over = { booking: ["expired", HOUR], money: "expired refunded" };
  expect(await lateMoneyAfterSuspension(guarded)).toEqual(over);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with the check for a suspended business off, late money buys a slot there", async () => {
  expect(await lateMoneyAfterSuspension(unasked)).toEqual(sold);
});

/** Makes a confirmed booking with another hour requested and paid but not settled. */
async function paidChange(arena: MoneyArena) {
  const rig = await paidRig(arena);
  const { body } = await rig.change(until(2));
  expect(body.status).toBe("awaitingPayment");
  await payUnseen(arena, rig);
  return { rig, suspend: await suspender(arena, rig), amendmentId: body.id as string };
}

test.each(["money", "suspension"] as const)(
  "when a business is suspended while a change's money settles, the %s first, the booking stands and the change is applied or refunded",
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

test("control: with refunds off and the suspension first, the money of a withdrawn change is kept", async () => {
  const { rig, suspend } = await paidChange(stingy);
  values(await inLine<unknown>(stingy, { bookingId: rig.id }, [suspend, () => settle(stingy)]));
  expect(await endsOf(stingy, rig)).toEqual({ ...sold, money: "confirmed paid paid" });
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

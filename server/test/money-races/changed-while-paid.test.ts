import { expect, test } from "vitest";
import type { Answer } from "../harness/caller.ts";
import { brokenChecks, weaken } from "../races/arena.ts";
import { at } from "../races/days.ts";
import { inLine, values } from "./in-line.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import { atGateway } from "./paying.ts";
import {
  aheadMs,
  endsOf,
  holdRig,
  HOUR,
  keepAllMoney,
  lockNoMoney,
  NOW,
  paidRig,
  payUnseen,
  settle,
  until,
  type Rig,
} from "./rigs.ts";

/** A booking that becomes another one while its own money is on its way, is looked at, or is being charged. */

const { guarded, stingy, hasty } = await openMoneyArenas(["guarded", "stingy", "hasty"], aheadMs);
await keepAllMoney(stingy);
// The database would not have it confirmed for more than it costs.
await weaken(stingy, "assert_booking_paid", "paid.standing > b.total_minor + b.fee_minor", "false");
// Whoever changes it decides on what it was, while its money is looked at.
await lockNoMoney(hasty);
await weaken(hasty, "amend_booking", "b.version <> (plan->>'version')::int", "false");

/** Two hours are held and paid on the gateway's page, and nobody has looked at it; meanwhile they become `hours`. */
async function changeHoldBeforeItsMoney(arena: MoneyArena, hours: number) {
  const before = await atGateway(arena);
  const rig = await holdRig(arena, 2);
  await payUnseen(arena, rig);
  const { body } = await rig.change(until(hours));
  expect(body).toMatchObject({ status: "applied" });
  const ends = await endsOf(arena, rig);
  return { rig, ...ends, keptMinor: await keptSince(arena, before) };
}

type AtGateway = Awaited<ReturnType<typeof atGateway>>;

async function keptSince(arena: MoneyArena, before: AtGateway): Promise<number> {
  const { taken, refunded } = await atGateway(arena);
  return taken - before.taken - (refunded - before.refunded);
}

test("a hold became shorter before its money came: it counts, and what is too much goes back", async () => {
  const { booking, keptMinor } = await changeHoldBeforeItsMoney(guarded, 1);
  expect([...booking, keptMinor]).toEqual(["confirmed", HOUR, HOUR]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the same where nothing goes back: two hours are kept for one, and verify says so", async () => {
  const { booking, keptMinor } = await changeHoldBeforeItsMoney(stingy, 1);
  expect([...booking, keptMinor]).toEqual(["confirmed", HOUR, 2 * HOUR]);
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

/** An hour is held and paid on the gateway's page; by the time anybody looks at it, it is two. */
async function growHoldBeforeItsMoney(arena: MoneyArena) {
  const rig = await holdRig(arena, 1);
  await payUnseen(arena, rig);
  expect((await rig.change(until(2))).body).toMatchObject({ status: "applied" });
  return rig;
}

test("a hold became dearer before its money came: the money goes back, and the hold waits for all of it", async () => {
  const rig = await growHoldBeforeItsMoney(guarded);
  const held = { booking: ["reserved", 2 * HOUR], money: "reserved refunded" };
  expect(await endsOf(guarded, rig)).toEqual(held);
  expect(await brokenChecks(guarded)).toEqual([]);
  await rig.payByCard();
  const paid = { booking: ["confirmed", 2 * HOUR], money: "confirmed refunded paid" };
  expect(await endsOf(guarded, rig)).toEqual(paid);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the same where nothing goes back: money is kept for a hold that it does not pay", async () => {
  const rig = await growHoldBeforeItsMoney(stingy);
  const kept = { booking: ["reserved", 2 * HOUR], money: "reserved paid" };
  expect(await endsOf(stingy, rig)).toEqual(kept);
});

/** An hour's money is looked at while the hour is to become two: both stand in line for the booking. */
async function growWhileSettled(arena: MoneyArena, first: "money" | "change") {
  const rig = await holdRig(arena, 1);
  await payUnseen(arena, rig);
  const both: (() => Promise<Answer | void>)[] = [() => settle(arena), () => rig.change(until(2))];
  const line = first === "money" ? both : both.toReversed();
  const ends = values(await inLine<unknown>(arena, { bookingId: rig.id }, line));
  return { rig, changed: ends[first === "money" ? 1 : 0] as Answer };
}

test("a hold is paid while it becomes dearer, the money first: the dearer is a change that waits for its money", async () => {
  const { rig, changed } = await growWhileSettled(guarded, "money");
  expect(changed.body, JSON.stringify(changed.body)).toMatchObject({ status: "awaitingPayment" });
  const stands = { booking: ["confirmed", HOUR], money: "confirmed paid" };
  expect(await endsOf(guarded, rig)).toEqual(stands);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the same where nobody looks whether the booking changed meanwhile: two hours are sold for one, and verify says so", async () => {
  const { rig, changed } = await growWhileSettled(hasty, "money");
  expect(changed.body).toMatchObject({ status: "applied" });
  const stands = { booking: ["confirmed", 2 * HOUR], money: "confirmed paid" };
  expect(await endsOf(hasty, rig)).toEqual(stands);
  expect(await brokenChecks(hasty)).not.toEqual([]);
});

test("a hold is paid while it becomes dearer, the change first: the money goes back, and the hold waits", async () => {
  const { rig, changed } = await growWhileSettled(guarded, "change");
  expect(changed.body).toMatchObject({ status: "applied", dueNow: { amount: 2 * HOUR } });
  const held = { booking: ["reserved", 2 * HOUR], money: "reserved refunded" };
  expect(await endsOf(guarded, rig)).toEqual(held);
  expect(await brokenChecks(guarded)).toEqual([]);
});

/** The business has accepted two hours and their money is at the gateway to be charged, when `meanwhile` happens. */
async function whileCharged(arena: MoneyArena, meanwhile: (rig: Rig) => Promise<void>) {
  const before = await atGateway(arena);
  const rig = await paidRig(arena, 2, "held");
  const isThere = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  arena.relay.at.before = async (what) => {
    if (!what.endsWith("/capture")) return;
    isThere.resolve();
    await goOn.promise;
  };
  expect((await rig.accept()).status).toBe(200);
  const charging = arena.work("outbox", NOW);
  await isThere.promise;
  await meanwhile(rig);
  goOn.resolve();
  await charging;
  arena.relay.at = {};
  const { booking } = await endsOf(arena, rig);
  return [...booking, await keptSince(arena, before)];
}

const shorten = async (rig: Rig) =>
  expect((await rig.change(until(1))).body).toMatchObject({ status: "applied" });

test("a booking becomes shorter while its money is charged: what is too much goes back", async () => {
  expect(await whileCharged(guarded, shorten)).toEqual(["confirmed", HOUR, HOUR]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the same where nothing goes back: two hours are kept for one after the charge, and verify says so", async () => {
  expect(await whileCharged(stingy, shorten)).toEqual(["confirmed", HOUR, 2 * HOUR]);
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

test("a booking is to be moved while its money is charged: the business is asked, and the money is for the old time", async () => {
  const move = async (rig: Rig) => {
    const { body } = await rig.change({ start: at("14:00"), end: at("16:00") });
    expect(body).toMatchObject({ status: "awaitingAcceptance" });
  };
  expect(await whileCharged(guarded, move)).toEqual(["confirmed", 2 * HOUR, 2 * HOUR]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("a booking is cancelled by the business after it became shorter, while its money is charged: all goes back", async () => {
  const both = async (rig: Rig) => {
    await shorten(rig);
    expect((await rig.cancel()).status).toBe(200);
  };
  expect(await whileCharged(guarded, both)).toEqual(["cancelled", HOUR, 0]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

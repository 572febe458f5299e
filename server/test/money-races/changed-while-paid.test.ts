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

/** A booking that is changed while its money is on its way, is being settled or is being captured. */

const { guarded, stingy, hasty } = await openMoneyArenas(["guarded", "stingy", "hasty"], aheadMs);
await keepAllMoney(stingy);
// Without this the database would refuse to confirm a booking paid above its price.
await weaken(stingy, "assert_booking_paid", "paid.standing > b.total_minor + b.fee_minor", "false");
// Changes rely on a stale version of the booking, without the lock on its money.
await lockNoMoney(hasty);
await weaken(hasty, "amend_booking", "b.version <> (plan->>'version')::int", "false");

/** Holds two hours, pays them on the gateway's page and changes them to `hours` before the payment is settled. */
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

test("a hold shortened before its money arrives is confirmed, and the excess is refunded", async () => {
  const { booking, keptMinor } = await changeHoldBeforeItsMoney(guarded, 1);
  expect([...booking, keptMinor]).toEqual(["confirmed", HOUR, HOUR]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with refunds off, two hours are paid for one, and verify reports it", async () => {
  const { booking, keptMinor } = await changeHoldBeforeItsMoney(stingy, 1);
  expect([...booking, keptMinor]).toEqual(["confirmed", HOUR, 2 * HOUR]);
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

/** Holds one hour, pays it on the gateway's page and makes it two before the payment is settled. */
async function growHoldBeforeItsMoney(arena: MoneyArena) {
  const rig = await holdRig(arena, 1);
  await payUnseen(arena, rig);
  expect((await rig.change(until(2))).body).toMatchObject({ status: "applied" });
  return rig;
}

test("a hold made dearer before its money arrives stays on hold, and the money is refunded", async () => {
  const rig = await growHoldBeforeItsMoney(guarded);
  const held = { booking: ["reserved", 2 * HOUR], money: "reserved refunded" };
  expect(await endsOf(guarded, rig)).toEqual(held);
  expect(await brokenChecks(guarded)).toEqual([]);
  await rig.payByCard();
  const paid = { booking: ["confirmed", 2 * HOUR], money: "confirmed refunded paid" };
  expect(await endsOf(guarded, rig)).toEqual(paid);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with refunds off, the money is kept although it does not pay for the hold", async () => {
  const rig = await growHoldBeforeItsMoney(stingy);
  const kept = { booking: ["reserved", 2 * HOUR], money: "reserved paid" };
  expect(await endsOf(stingy, rig)).toEqual(kept);
});

/** Lines up, for the booking, settling one hour's money and changing the hour to two. */
async function growWhileSettled(arena: MoneyArena, first: "money" | "change") {
  const rig = await holdRig(arena, 1);
  await payUnseen(arena, rig);
  const both: (() => Promise<Answer | void>)[] = [() => settle(arena), () => rig.change(until(2))];
  const line = first === "money" ? both : both.toReversed();
  const ends = values(await inLine<unknown>(arena, { bookingId: rig.id }, line));
  return { rig, changed: ends[first === "money" ? 1 : 0] as Answer };
}

test("when the money arrives before the change to a dearer hold, the change awaits its own payment", async () => {
  const { rig, changed } = await growWhileSettled(guarded, "money");
  expect(changed.body, JSON.stringify(changed.body)).toMatchObject({ status: "awaitingPayment" });
  const stands = { booking: ["confirmed", HOUR], money: "confirmed paid" };
  expect(await endsOf(guarded, rig)).toEqual(stands);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with the check for a changed booking off, two hours are sold for the price of one, and verify reports it", async () => {
  const { rig, changed } = await growWhileSettled(hasty, "money");
  expect(changed.body).toMatchObject({ status: "applied" });
  const stands = { booking: ["confirmed", 2 * HOUR], money: "confirmed paid" };
  expect(await endsOf(hasty, rig)).toEqual(stands);
  expect(await brokenChecks(hasty)).not.toEqual([]);
});

test("when the change to a dearer hold comes before its money, the money is refunded and the hold waits", async () => {
  const { rig, changed } = await growWhileSettled(guarded, "change");
  expect(changed.body).toMatchObject({ status: "applied", dueNow: { amount: 2 * HOUR } });
  const held = { booking: ["reserved", 2 * HOUR], money: "reserved refunded" };
  expect(await endsOf(guarded, rig)).toEqual(held);
  expect(await brokenChecks(guarded)).toEqual([]);
});

/** The business accepts two hours; `meanwhile` happens while the capture is at the gateway. */
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

test("a booking shortened during the capture of its money gets the excess refunded", async () => {
  expect(await whileCharged(guarded, shorten)).toEqual(["confirmed", HOUR, HOUR]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with refunds off, two hours are captured for one, and verify reports it", async () => {
  expect(await whileCharged(stingy, shorten)).toEqual(["confirmed", HOUR, 2 * HOUR]);
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

test("a booking moved during the capture of its money needs acceptance, and the money pays for the old time", async () => {
  const move = async (rig: Rig) => {
    const { body } = await rig.change({ start: at("14:00"), end: at("16:00") });
    expect(body).toMatchObject({ status: "awaitingAcceptance" });
  };
  expect(await whileCharged(guarded, move)).toEqual(["confirmed", 2 * HOUR, 2 * HOUR]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("a booking shortened and then cancelled by the business during the capture is refunded in full", async () => {
  const both = async (rig: Rig) => {
    await shorten(rig);
    expect((await rig.cancel()).status).toBe(200);
  };
  expect(await whileCharged(guarded, both)).toEqual(["cancelled", HOUR, 0]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

import { expect, test } from "vitest";
import type { Answer } from "../harness/caller.ts";
import { brokenChecks } from "../races/arena.ts";
import { at } from "../races/days.ts";
import { inLine, values } from "./in-line.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import { standing } from "./paying.ts";
import {
  aheadMs,
  endsOf,
  HOUR,
  keepAllMoney,
  LATER,
  paidRig,
  payUnseen,
  settle,
  until,
} from "./rigs.ts";

/** Money for a change of a confirmed booking, while the change is withdrawn, expires or is replaced. */

const { guarded, stingy } = await openMoneyArenas(["guarded", "stingy"], aheadMs);
await keepAllMoney(stingy);

/** Requests another hour and pays it on the gateway's page; the payment is not settled yet. */
async function payForMore(arena: MoneyArena) {
  const rig = await paidRig(arena);
  const { body } = await rig.change(until(2));
  expect(body.status).toBe("awaitingPayment");
  await payUnseen(arena, rig);
  const id = body.id as string;
  return { rig, withdraw: () => rig.withdraw(id), changeStatus: () => rig.amendment(id) };
}

const stoodAsBefore = { booking: ["confirmed", HOUR], money: "confirmed paid refunded" };

test("when a change's money comes before its withdrawal, the change applies and the withdrawal is refused", async () => {
  const { rig, withdraw, changeStatus } = await payForMore(guarded);
  const line = [() => settle(guarded), withdraw];
  const [, withdrawn] = values(await inLine<unknown>(guarded, { lock: rig.moneyLock }, line));
  expect(withdrawn).toMatchObject({ status: 409, body: { from: "applied", to: "withdrawn" } });
  const both = { booking: ["confirmed", 2 * HOUR], money: "confirmed paid paid" };
  expect(await endsOf(guarded, rig)).toEqual(both);
  expect(await changeStatus()).toBe("applied");
  expect(await brokenChecks(guarded)).toEqual([]);
});

async function withdrawnFirst(arena: MoneyArena) {
  const { rig, withdraw, changeStatus } = await payForMore(arena);
  const line = [withdraw, () => settle(arena)];
  const [withdrawn] = values(await inLine<unknown>(arena, { lock: rig.moneyLock }, line));
  expect(withdrawn).toMatchObject({ status: 200 });
  expect(await changeStatus()).toBe("withdrawn");
  return endsOf(arena, rig);
}

test("when a change's withdrawal comes before its money, the money is refunded and the booking stays as it was", async () => {
  expect(await withdrawnFirst(guarded)).toEqual(stoodAsBefore);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with refunds off, the money of a withdrawn change is kept, and verify reports it", async () => {
  const kept = { ...stoodAsBefore, money: "confirmed paid paid" };
  expect(await withdrawnFirst(stingy)).toEqual(kept);
  expect(await brokenChecks(stingy)).not.toEqual([]);
});

test("when a change expires before its money settles, the money is refunded and the booking stays as it was", async () => {
  const { rig } = await payForMore(guarded);
  await settle(guarded, LATER);
  expect(await endsOf(guarded, rig)).toEqual(stoodAsBefore);
  expect(await brokenChecks(guarded)).toEqual([]);
});

/** Withdraws the first change and requests the same again, while the first one's money is on its way. */
async function askAgainFirst(arena: MoneyArena) {
  const { rig, withdraw, changeStatus } = await payForMore(arena);
  const again = async () => {
    await withdraw();
    return rig.change(until(2));
  };
  const asked = await again();
  expect(asked.body).toMatchObject({ status: "awaitingPayment" });
  await settle(arena);
  expect(await changeStatus()).toBe("withdrawn");
  return { rig, second: asked.body.id as string };
}

test("money of a withdrawn change is refunded and does not pay for the next change", async () => {
  const { rig, second } = await askAgainFirst(guarded);
  expect(await rig.amendment(second)).toBe("awaitingPayment");
  expect(await endsOf(guarded, rig)).toEqual(stoodAsBefore);
  expect(await brokenChecks(guarded)).toEqual([]);
  await rig.payByCard();
  const both = { booking: ["confirmed", 2 * HOUR], money: "confirmed paid refunded paid" };
  expect(await endsOf(guarded, rig)).toEqual(both);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("a change requested while another one's money settles is refused, and succeeds afterwards", async () => {
  const { rig, changeStatus } = await payForMore(guarded);
  const more = () => rig.change({ start: at("14:00"), end: at("16:00") });
  const line = [more, () => settle(guarded)];
  const [asked] = values(await inLine<unknown>(guarded, { lock: rig.moneyLock }, line));
  expect(asked).toMatchObject({ status: 409 });
  expect(await changeStatus()).toBe("applied");
  const moved = await more();
  expect(moved.body, JSON.stringify(moved.body)).toMatchObject({ status: "applied" });
  const both = { booking: ["confirmed", 2 * HOUR], money: "confirmed paid paid" };
  expect(await endsOf(guarded, rig)).toEqual(both);
  expect(await brokenChecks(guarded)).toEqual([]);
});

/** The business cancels a booking while a change of it is being paid. */
async function cancelledMeanwhile(arena: MoneyArena, first: "money" | "business") {
  const { rig } = await payForMore(arena);
  const both: (() => Promise<Answer | void>)[] = [() => settle(arena), rig.cancel];
  const line = first === "money" ? both : both.toReversed();
  values(await inLine<unknown>(arena, { bookingId: rig.id }, line));
  await arena.workAll();
  const [stands] = await standing(arena, [rig.id]);
  return stands;
}

test.each(["money", "business"] as const)(
  "the business cancels while a change's money settles, the %s first: everything is refunded",
  async (first) => {
    const stands = await cancelledMeanwhile(guarded, first);
    expect(stands).toBe("cancelled refunded refunded");
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test("control: with refunds off, the money is kept for a cancelled booking", async () => {
  expect(await cancelledMeanwhile(stingy, "business")).toBe("cancelled paid paid");
});

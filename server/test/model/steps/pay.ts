import fc from "fast-check";
import { sql } from "kysely";
import { expect } from "vitest";
import { newId } from "../../../src/base/id.ts";
import { money } from "../../../src/base/money.ts";
import { MINUTE_MS } from "../../../src/base/time.ts";
import { orderStatus } from "../../../src/booking/booking.ts";
import { insertPayment } from "../../../src/payment/insert-payment.ts";
import { settlePayment } from "../../../src/payment/settle-payment.ts";
import { inTransaction } from "../../../src/db/in-transaction.ts";
import { apply } from "../amending.ts";
import { acceptMinutesOf, type Amendment, type Booking, type Item } from "../booking.ts";
import type { Books } from "../books.ts";
import { followTimes } from "../follow.ts";
import { needsOf } from "../needs.ts";
import { platformAt } from "../work.ts";
import { callerOf, type World } from "../world.ts";
import { expectProblem } from "./moves.ts";
import { pass } from "./passing.ts";
import { hasExpired, stepOnBooking, type Step } from "./step.ts";

const TIME_TO_PAY_MS = 10 * MINUTE_MS;

/** The customer's wallet pays what is due for an order and for amendments of its bookings. */
export const paying: fc.Arbitrary<Step> = fc.nat(11).map((number) =>
  stepOnBooking(
    "the wallet pays for the order of",
    number,
    async (booking, books, world) => {
      // Payments need different times so that their order is known.
      pass(books, world, 1);
      await pay(booking, books, world);
    },
    (one) => one.status === "reserved" || one.open?.status === "awaitingPayment",
  ),
);

async function pay({ orderId, owner }: Booking, books: Books, world: World): Promise<void> {
  // A desk has no wallet.
  if (typeof owner !== "number") return;
  const all = books.ofOrder(orderId);
  const held = all.filter(({ status }) => status === "reserved");
  const changed = all.filter(({ open }) => open?.status === "awaitingPayment");
  const lacking = held.filter((one) => lackOf(one) > 0);
  const path = `/v1/orders/${orderId}/payments`;
  const answer = await callerOf(world, owner).post(path, { method: "wallet" });
  if (held.length + changed.length === 0) {
    const from = orderStatus(all.map(({ status }) => status));
    return expectProblem(answer, 409, "invalid-transition", { from });
  }
  if (lacking.length + changed.length === 0) return expectProblem(answer, 409, "conflict");
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  for (const one of held) prolong(one, books);
  for (const one of lacking) take(one, { by: "wallet", leftMinor: lackOf(one) }, books);
  for (const one of changed) takeChange(one, one.open!, books);
  books.countUndue(orderId);
}

function lackOf({ dueMinor, paidMinor }: Booking): number {
  return Math.max(0, dueMinor - paidMinor);
}

/** Starting a payment prolongs the hold. */
function prolong(booking: Booking, { now }: Books): void {
  const until = Math.min(now + TIME_TO_PAY_MS, booking.extendableUntil);
  booking.expiresAt = Math.max(booking.expiresAt!, until);
}

/** Pays a hold in full: it becomes confirmed, or pending with manual acceptance. */
function take(booking: Booking, paid: Booking["payments"][number], { now }: Books): void {
  booking.payments.push(paid);
  booking.take(now);
}

/** Pays an amendment: it is applied, or awaits acceptance if it needs that and its booking is not pending. */
function takeChange(booking: Booking, change: Amendment, books: Books): void {
  const { now } = books;
  booking.payments.push({ by: "wallet", leftMinor: change.dueNowMinor, for: change });
  if (!change.isAcceptedAgain || booking.status === "pending") return apply(booking, change, books);
  const begins = change.after.map((one) => one.begins);
  change.status = "awaitingAcceptance";
  const agreed = now + (acceptMinutesOf(change.after) ?? Infinity) * MINUTE_MS;
  change.expiresAt = Math.min(booking.begins, ...begins, agreed);
}

/**
 * A card payment from a page opened during the hold arrives at any time: it revives an expired hold if everything is still
 * available.
 */
export const payingLate: fc.Arbitrary<Step> = fc.nat(11).map((number) =>
  stepOnBooking(
    "late money for",
    number,
    async (booking, books, world) => {
      if (typeof booking.owner !== "number" || lackOf(booking) === 0) return;
      pass(books, world, 1);
      const paid = { by: "card", leftMinor: lackOf(booking) } as const;
      await arrive(booking, paid.leftMinor, world);
      if (booking.status === "reserved") take(booking, paid, books);
      else if (booking.status === "expired" && canBeHad(booking, books)) {
        booking.payments.push(paid);
        booking.move("confirmed");
        for (const item of booking.items) takeAgain(item, books);
      }
      books.countUndue(booking.orderId);
    },
    hasExpired,
  ),
);

async function arrive(booking: Booking, amountMinor: number, world: World): Promise<void> {
  const { app, shops } = world;
  const id = newId(app.clock.now());
  await inTransaction(app.db, platformAt(world), async (tx) => {
    const businessId = shops[booking.shop].businessId;
    await insertPayment(tx, {
      id,
      orderId: booking.orderId,
      customerId: world.people[booking.owner as number]!.id,
      purpose: "order",
      gateway: "moyasar",
      method: "card",
      amountMinor,
      currency: "SAR",
      status: "initiated",
      shares: [{ businessId, bookingId: booking.id, amountMinor }],
    });
    await sql`update payments set gateway_object = 'payment', gateway_ref = ${id} where id = ${id}`.execute(
      tx,
    );
  });
  const amount = money(amountMinor, "SAR");
  const charge = { object: "payment", ref: id, status: "paid" } as const;
  const state = { ...charge, amount, capturedMinor: amountMinor, refundedMinor: 0 };
  await settlePayment(app.app.parts, id, state);
}

/** Whether an expired booking can be revived: not with manual acceptance, after its start, or when anything is taken. */
function canBeHad(booking: Booking, books: Books): boolean {
  if (booking.isManual || booking.pendingAt !== null) return false;
  if (books.sale.suspended.has(booking.shop)) return false;
  if (booking.items.some(({ wish }) => books.judge(wish).is === "refused")) return false;
  if (!booking.items.every((item) => isAsSold(item, books))) return false;
  const owned = books.owned();
  const claims = booking.items.flatMap((item) => item.claims);
  const areAtWork = booking.items.every(({ claims: own, begins, ends }) =>
    own.every(({ unit }) => books.isAtWork(unit, begins, ends)),
  );
  const nights = Map.groupBy(
    booking.items.flatMap((item) => item.nights),
    ({ night }) => night,
  );
  return (
    areAtWork &&
    claims.every((claim) => books.isFree(claim, owned) && !books.sale.idle.has(claim.unit)) &&
    [...nights].every(
      ([night, all]) =>
        all.reduce((sum, { rooms }) => sum + rooms, 0) <= books.roomsFree(night, owned),
    )
  );
}

/** Whether a seat still has its label and segment and departs within half an hour of the sold time. */
function isAsSold({ wish, claims }: Item, { shops }: Books): boolean {
  if (wish.kind !== "seat") return true;
  const today = needsOf(wish, shops).claims;
  return claims.every(({ seat, from, until, leaves }, index) => {
    const now = today[index]!;
    const isSameSeat = now.seat === seat && now.from === from && now.until === until;
    return isSameSeat && Math.abs(now.leaves! - leaves!) <= 30 * MINUTE_MS;
  });
}

/** Claims a seat again with the trip's current times. */
function takeAgain(item: Item, { shops }: Books): void {
  if (item.wish.kind !== "seat") return;
  item.claims = needsOf(item.wish, shops).claims;
  followTimes(item, shops.line);
}

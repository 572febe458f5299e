import { implies } from "../booking/booking.ts";
import { sql } from "kysely";
import type { BookingView } from "../booking/booking-view.ts";
import { getBooking } from "../booking/bookings.ts";
import { confirmUndue, lockOrder } from "../booking/confirm-undue.ts";
import { confirmBooking, confirmLate } from "../booking/confirm-booking.ts";
import { moveBooking, type PaidBy } from "../booking/move-booking.ts";
import type { Metrics } from "../base/metrics.ts";
import type { Tx } from "../db/connection.ts";
import type { AfterCommit } from "../db/in-transaction.ts";
import { sqlState } from "../db/sql-error.ts";
import { earnShare } from "../refund/earn-share.ts";
import type { PaymentRow, ShareRow } from "../payment/payments.ts";
import { returnOverpaid } from "../amendment/return-to-customer.ts";
import { getAmendment } from "../amendment/amendments.ts";
import { settleAmendment } from "../amendment/settle-amendment.ts";
import { earnPaid } from "../refund/earn-paid.ts";
import { giveBack } from "../refund/give-back.ts";
import { paidMinor } from "../payment/paid.ts";

/** Taken, invalid move, no longer on sale, or begun. */
const GONE = new Set(["HF001", "HF003", "HF005", "HF007"]);

/** A booking with every part this payment, and its wallet part, pays for it. */
interface Paid {
  booking: BookingView;
  parts: { payment: PaymentRow; share: ShareRow }[];
}

/**
 * Handles an authorised or paid order: every booking it pays for is confirmed (or waits for the business to accept)
 * while it owns its inventory. An expired hold takes its inventory again if that is still free; if not, or if the
 * booking was cancelled or is already paid, its money is refunded automatically.
 *
 * @param now epoch milliseconds
 */
export async function takeOrder(
  tx: Tx,
  metrics: Metrics,
  payment: PaymentRow,
  now: number,
  after: AfterCommit,
): Promise<void> {
  await lockOrder(tx, payment.order_id!);
  const paid = await readPaid(tx, payment, now);
  const late: Paid[] = [];
  for (const one of paid) {
    if (amendmentOf(one) !== undefined) await takeAmendment(tx, one, now);
    else if (one.booking.status === "expired") late.push(one);
    else if (one.booking.status !== "reserved") await refuse(tx, one, now);
    else if (await isCovered(tx, one)) await take(tx, one, now);
    // It became dearer, or the wallet's part was released: hold it until it is paid.
    else await refuse(tx, one, now, "amendment");
  }
  await confirmUndue(tx, payment.order_id!);
  if (late.length === 0) return;
  const lost = await takeLate(tx, late, payment, now);
  after(() => {
    metrics.count("latePayments", "confirmed", late.length - lost.length);
    metrics.count("latePayments", "returned", lost.length);
  });
}

function amendmentOf({ parts }: Paid): string | undefined {
  return parts[0]!.share.amendment_id ?? undefined;
}

/** Handles money for an amendment: it is applied, or the money is refunded and the booking stays as it was. */
async function takeAmendment(tx: Tx, one: Paid, now: number): Promise<void> {
  const key = { bookingId: one.booking.id, id: amendmentOf(one)! };
  const paid = one.parts.reduce(
    (sum, { share }) => sum + share.amount_minor - share.refunded_minor,
    0,
  );
  if (await settleAmendment(tx, key, paid, now)) return;
  // The desk was paid meanwhile, or the amendment is closed.
  const { status } = await getAmendment(tx, key, now);
  await refuse(tx, one, now, status === "applied" ? "paid_twice" : "late_payment");
}

/**
 * Marks as earned what the business accepted while the money was only authorised, or before we heard of its capture.
 */
export async function earnAccepted(tx: Tx, payment: PaymentRow, now: number): Promise<void> {
  for (const { booking } of await readPaid(tx, payment, now)) {
    await earnPaid(tx, booking.id, now);
    await returnOverpaid(tx, booking.id, now);
  }
}

async function readPaid(tx: Tx, payment: PaymentRow, now: number): Promise<Paid[]> {
  const { rows: payments } = await sql<PaymentRow>`
    select * from payments where id = ${payment.id} or (split_of = ${payment.id}
      and payment_has_money(status))`.execute(tx);
  const { rows: shares } = await sql<ShareRow>`
    select * from payment_shares where payment_id = any (${payments.map((one) => one.id)}::uuid[])
    order by business_id, booking_id, payment_id`.execute(tx);
  const paid: Paid[] = [];
  for (const own of groupsOf(shares)) {
    const bookingId = own[0]!.booking_id;
    paid.push({
      booking: await getBooking(tx, bookingId, now),
      parts: own.map((share) => ({
        share,
        payment: payments.find((one) => one.id === share.payment_id)!,
      })),
    });
  }
  return paid;
}

/** Tells whether everything due has been paid; not if the wallet's part was released meanwhile. */
async function isCovered(tx: Tx, { booking }: Paid): Promise<boolean> {
  const paid = await paidMinor(tx, [booking.id]);
  return (paid.get(booking.id) ?? 0) >= booking.due.amount;
}

function paidBy({ parts }: Paid): PaidBy {
  return {
    kind: "payment",
    reference: parts[0]!.payment.split_of ?? parts[0]!.payment.id,
    amountMinor: parts.reduce((sum, { share }) => sum + share.amount_minor, 0),
  };
}

async function take(tx: Tx, one: Paid, now: number): Promise<void> {
  const { booking } = one;
  if (booking.acceptance === "manual") {
    await moveBooking(tx, { bookingId: booking.id, to: "pending", paidBy: paidBy(one) });
    await returnOverpaid(tx, booking.id, now);
    return;
  }
  await confirmBooking(tx, booking.id, paidBy(one));
  await earn(tx, one, now);
  // The booking became cheaper while the page was open.
  await returnOverpaid(tx, booking.id, now);
}

async function earn(tx: Tx, { parts }: Paid, now: number): Promise<void> {
  for (const { payment, share } of parts) {
    if (payment.status === "paid") await earnShare(tx, payment, share, now);
  }
}

/** @returns bookings whose inventory was gone; their refunds are on the way */
async function takeLate(
  tx: Tx,
  late: readonly Paid[],
  payment: PaymentRow,
  now: number,
): Promise<readonly Paid[]> {
  await sql`savepoint late`.execute(tx);
  let lost: readonly Paid[] = [];
  for (const one of late) if (!(await tryToReclaim(tx, one, now))) lost = [...lost, one];
  const isAllOrNothing = payment.when_partly_gone === "refund";
  if (lost.length > 0 && lost.length < late.length && isAllOrNothing) {
    // The customer chose to refund everything rather than keep a part.
    await sql`rollback to savepoint late`.execute(tx);
    lost = late;
  }
  for (const one of lost) await refuse(tx, one, now);
  return lost;
}

async function tryToReclaim(tx: Tx, one: Paid, now: number): Promise<boolean> {
  // "expired" can only become "confirmed": a booking accepted by hand cannot be retaken without asking.
  if (one.booking.acceptance === "manual" || !(await isCovered(tx, one))) return false;
  await sql`savepoint reclaim`.execute(tx);
  try {
    await confirmLate(tx, one.booking.id, paidBy(one));
    await returnOverpaid(tx, one.booking.id, now);
  } catch (error) {
    if (!GONE.has(sqlState(error) ?? "")) throw error;
    await sql`rollback to savepoint reclaim`.execute(tx);
    return false;
  }
  await earn(tx, one, now);
  return true;
}

async function refuse(
  tx: Tx,
  { booking, parts }: Paid,
  now: number,
  cause: "paid_twice" | "late_payment" | "amendment" = isPaidAlready(booking)
    ? "paid_twice"
    : "late_payment",
): Promise<void> {
  for (const { payment, share } of parts) await giveBack(tx, payment, share, cause, now);
}

function isPaidAlready({ status }: BookingView): boolean {
  return implies[status].isSold || implies[status].isEarned;
}

/** Groups the shares by booking, with those for an amendment apart. */
function groupsOf(shares: readonly ShareRow[]): ShareRow[][] {
  const keyOf = (share: ShareRow) => `${share.booking_id} ${share.amendment_id ?? ""}`;
  return [...Map.groupBy(shares, keyOf).values()];
}

import { sql } from "kysely";
import { epochMs } from "../base/time.ts";
import type { Canceller, GivesBack } from "../booking/booking.ts";
import { keptByItem, readFeeItems } from "../booking/kept-by-item.ts";
import type { Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { earnShare } from "../refund/earn-share.ts";
import { asPlatform, type MoneyParts } from "../payment/money-parts.ts";
import { getPayment, type ShareRow } from "../payment/payments.ts";
import type { RefundCause } from "../refund/request-refund.ts";
import { returnMoney } from "../refund/return-money.ts";
import { beyond, planReturn, readPaidParts, type ShareReturn } from "../refund/return-plan.ts";

interface Ended {
  businessId: string;
  bookingId: string;
  status: GivesBack;
  before: string;
  ended_at: string;
  cancelled_by: Canceller | null;
  cancel_reason: string | null;
  refund_to: "source" | "wallet" | null;
  customer_id: string | null;
}

/**
 * Refunds an ended booking: for each item, everything its agreed policy does not keep, newest payment first.
 * Automatic refunds exist once per payment, booking and cause, so duplicate calls refund once. Payments for an
 * amendment that was not applied are refunded too, without a fee.
 */
export async function refundEnded({ db, clock }: MoneyParts, bookingId: string): Promise<void> {
  await inTransaction(db, asPlatform("refunds", clock), (tx) =>
    requestEndedRefunds(tx, bookingId, clock.now()),
  );
}

/**
 * Does the same in the caller's transaction, with the platform's reach.
 *
 * @param now epoch milliseconds
 */
export async function requestEndedRefunds(tx: Tx, bookingId: string, now: number): Promise<void> {
  const ended = await findEnded(tx, bookingId);
  if (!ended) return;
  const paid = await readPaidParts(tx, ended, true);
  const taken = paid.filter(({ counts, isHeld }) => counts && !isHeld);
  const why = {
    businessId: ended.businessId,
    bookingId,
    cause: causeOf(ended),
    isAutomatic: true,
    reason: ended.cancel_reason ?? ended.status,
    chosenBy: (share: ShareReturn) => chosenBy(ended, share),
  };
  await returnMoney(tx, why, planReturn(taken, beyond(await keptOf(tx, ended))), now);
  await earnKept(tx, ended, now);
}

/** Marks the unearned rest, which the agreed policy keeps, as earned by the business. */
async function earnKept(tx: Tx, { businessId, bookingId }: Ended, now: number): Promise<void> {
  const { rows } = await sql<ShareRow>`
    select s.* from payment_shares s join payments p on p.id = s.payment_id
    left join amendments a on a.business_id = s.business_id and a.id = s.amendment_id
    where s.business_id = ${businessId} and s.booking_id = ${bookingId} and s.earned_at is null
      and s.refunded_minor < s.amount_minor and payment_has_money(p.status)
      and (a.id is null or a.status = 'applied')
    order by s.payment_id`.execute(tx);
  for (const share of rows) {
    await earnShare(tx, await getPayment(tx, share.payment_id), share, now);
  }
}

/** Tells whether the business keeps anything paid for a booking that has ended. */
export async function isPartKept(tx: Tx, bookingId: string): Promise<boolean> {
  const ended = await findEnded(tx, bookingId);
  if (!ended) return false;
  const paid = (await readPaidParts(tx, ended)).filter(({ counts }) => counts);
  const back = planReturn(paid, beyond(await keptOf(tx, ended)));
  const sum = (some: readonly { minor: number }[]) => some.reduce((all, one) => all + one.minor, 0);
  return sum(back) < sum(paid);
}

async function keptOf(tx: Tx, ended: Ended): Promise<Map<string, number>> {
  const { status, before, cancelled_by: by, ended_at: at } = ended;
  return keptByItem(await readFeeItems(tx, ended), { status, from: before, by, at: epochMs(at) });
}

/** Returns the refund's destination: a customer's choice counts for their own payments, not for another payer's. */
function chosenBy(
  { refund_to: chosen, customer_id: customerId }: Ended,
  { payerId }: Pick<ShareReturn, "payerId">,
) {
  return chosen !== null && payerId === customerId ? chosen : "source";
}

/** Returns the cause: a booking that the business never accepted was declined, whoever ended it. */
function causeOf({ before, status }: Ended): RefundCause {
  return before === "pending" && status !== "no_show" ? "declined" : "cancellation";
}

async function findEnded(tx: Tx, bookingId: string): Promise<Ended | undefined> {
  const { rows } = await sql<Ended>`
    select b.business_id as "businessId", b.id as "bookingId", b.status, b.cancelled_by, b.cancel_reason, b.refund_to,
      b.customer_id, e.from_status as before, e.at as ended_at
    from bookings b join lateral (
      select * from booking_events x where x.business_id = b.business_id and x.booking_id = b.id
        and x.to_status = b.status order by x.seq desc limit 1) e on true
    where b.id = ${bookingId} and booking_gives_back(b.status)`.execute(tx);
  return rows[0];
}

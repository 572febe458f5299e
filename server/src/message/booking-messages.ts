import { sql, type RawBuilder } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";

/** The outbox event of a booking's move. */
export interface BookingMoved {
  businessId: string;
  bookingId: string;
  /** The booking's version after the move, so that delivering it twice makes one message. */
  version: number;
}

/** The day before: late enough to be remembered, early enough to cancel. */
const REMINDER_HOURS = 24;

/** Steps that the customer is told of; the template has the step's name. */
const told = [
  "reserved",
  "pending",
  "confirmed",
  "amended",
  "retimed",
  "reseated",
  "amendment_proposed",
  "amendment_declined",
  "amendment_expired",
  "amendment_withdrawn",
  "cancelled",
  "expired",
] as const;
export type ToldStep = (typeof told)[number];
export const toldSteps: readonly ToldStep[] = told;

/**
 * Writes the messages for a booking's move: one for the step, and a reminder that exists exactly while the booking
 * stands and begins more than a day ahead, whatever order the moves arrive in.
 *
 * @param now epoch milliseconds
 */
export async function writeBookingMessages(
  tx: Tx,
  step: ToldStep,
  moved: BookingMoved,
  now: number,
): Promise<void> {
  const stepMessage = draftMessage(
    moved,
    step === "expired" ? expiredTemplate : sql`${`booking.${step}`}`,
    sql`${moved.version}::int`,
    sql`app_now()`,
    now,
  );
  await sql`${stepMessage} on conflict do nothing`.execute(tx);
  await dropReminder(tx, moved);
  await scheduleReminder(tx, moved, now);
}

/** Distinguishes a hold that ran out from a request that the business did not answer in time. */
const expiredTemplate = sql`
  case when b.pending_at is null then 'booking.expired' else 'booking.unanswered' end`;

/** Inserts one message to whoever the booking is for, if they left a number. */
function draftMessage(
  { businessId, bookingId }: Pick<BookingMoved, "businessId" | "bookingId">,
  template: RawBuilder<unknown>,
  occasion: RawBuilder<unknown>,
  sendAt: RawBuilder<unknown>,
  now: number,
): RawBuilder<unknown> {
  return sql`
    insert into messages (business_id, id, booking_id, template, occasion, recipient, locale, send_at)
    select b.business_id, ${newId(now)}, b.id, ${template}, ${occasion},
      coalesce(b.customer_phone, u.phone), o.locale, ${sendAt}
    from bookings b join orders o on o.id = b.order_id left join users u on u.id = b.customer_id
    where b.business_id = ${businessId} and b.id = ${bookingId}
      and coalesce(b.customer_phone, u.phone) is not null`;
}

/**
 * Tells everybody with a confirmed upcoming booking that its business was suspended and that the booking stands.
 *
 * @param at RFC 3339: tells several suspensions apart
 * @param now epoch milliseconds
 */
export async function writeSuspensionMessages(
  tx: Tx,
  { businessId, at }: { businessId: string; at: string },
  now: number,
): Promise<void> {
  // Ordered by number, because each number is locked while its messages are counted.
  const { rows } = await sql<{ id: string }>`
    select id from bookings where business_id = ${businessId} and status = 'confirmed' and ends_at > app_now()
    order by customer_phone, id`.execute(tx);
  const occasion = sql`(extract(epoch from ${at}::timestamptz) / 60)::int`;
  for (const { id: bookingId } of rows) {
    const message = draftMessage(
      { businessId, bookingId },
      sql`${"business.suspended"}`,
      occasion,
      sql`app_now()`,
      now,
    );
    await sql`${message} on conflict do nothing`.execute(tx);
  }
}

/**
 * Writes a message about money of a booking: one per template and payment (or refund).
 *
 * @param about the payment's or refund's id
 * @param now epoch milliseconds
 */
export async function writeMoneyMessage(
  tx: Tx,
  booking: Pick<BookingMoved, "businessId" | "bookingId">,
  template: "payment.returned" | "refund.succeeded",
  about: string,
  now: number,
): Promise<void> {
  const occasion = sql`('x' || left(md5(${about}), 7))::bit(28)::int`;
  const message = draftMessage(booking, sql`${template}`, occasion, sql`app_now()`, now);
  await sql`${message} on conflict do nothing`.execute(tx);
}

/** Identifies a reminder by the start it is for, so that a booking moved to another start gets a new reminder. */
const startOccasion = sql`(extract(epoch from b.starts_at) / 60)::int`;

async function scheduleReminder(tx: Tx, moved: BookingMoved, now: number): Promise<void> {
  const before = sql`make_interval(hours => ${REMINDER_HOURS})`;
  await sql`
    ${draftMessage(moved, sql`'booking.reminder'`, startOccasion, sql`b.starts_at - ${before}`, now)}
      and b.status = 'confirmed' and b.starts_at > app_now() + ${before}
    on conflict (business_id, booking_id, template, occasion)
      do update set cancelled_at = null where messages.sent_at is null
  `.execute(tx);
}

/** Cancels the reminder of a booking that no longer stands, or no longer starts then. */
async function dropReminder(tx: Tx, { businessId, bookingId }: BookingMoved): Promise<void> {
  await sql`
    update messages m set cancelled_at = app_now() from bookings b
    where b.business_id = ${businessId} and b.id = ${bookingId}
      and m.business_id = b.business_id and m.booking_id = b.id and m.template = 'booking.reminder'
      and m.sent_at is null and m.cancelled_at is null
      and (b.status <> 'confirmed' or m.occasion <> ${startOccasion})
  `.execute(tx);
}

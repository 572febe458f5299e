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
 * Writes the messages for moves of many bookings: one for the step of each, and a reminder that exists exactly while a
 * booking stands and begins more than a day ahead, whatever order the moves arrive in.
 *
 * @param now epoch milliseconds
 */
export async function writeBookingMessages(
  tx: Tx,
  step: ToldStep,
  moves: readonly BookingMoved[],
  now: number,
): Promise<void> {
  // One reminder each, however many moves of one booking arrive together.
  const bookings = [...new Map(moves.map((move) => [move.bookingId, move])).values()];
  await shareBookings(tx, bookings);
  const template = step === "expired" ? expiredTemplate : sql`${`booking.${step}`}`;
  const occasion = sql`m.version`;
  const messages = draftMessages(moves, { template, occasion, sendAt: sql`app_now()` }, now);
  await sql`${messages} ${inLockOrder} on conflict do nothing`.execute(tx);
  await dropReminders(tx, bookings);
  await scheduleReminders(tx, bookings, now);
}

/** Distinguishes a hold that ran out from a request that the business did not answer in time. */
const expiredTemplate = sql`
  case when b.pending_at is null then 'booking.expired' else 'booking.unanswered' end`;

type Told = Pick<BookingMoved, "businessId" | "bookingId"> & { version?: number };

/** Locks bookings before their messages do, in the lock order of the moves. */
async function shareBookings(tx: Tx, bookings: readonly Told[]): Promise<void> {
  const businesses = bookings.map(({ businessId }) => businessId);
  const ids = bookings.map(({ bookingId }) => bookingId);
  await sql`select share_bookings(${businesses}::uuid[], ${ids}::uuid[])`.execute(tx);
}

interface Draft {
  template: RawBuilder<unknown>;
  occasion: RawBuilder<unknown>;
  sendAt: RawBuilder<unknown>;
}

/**
 * Inserts a message for each booking (`b`) to whoever it is for, if they left a number. `m` is what is told, with its
 * version. Callers may add conditions before `inLockOrder`.
 */
function draftMessages(
  moves: readonly Told[],
  { template, occasion, sendAt }: Draft,
  now: number,
): RawBuilder<unknown> {
  const lines = JSON.stringify(moves.map((one) => ({ ...toldKey(one), message: newId(now) })));
  return sql`
    insert into messages (business_id, id, booking_id, template, occasion, recipient, locale, send_at)
    select b.business_id, m.message, b.id, ${template}, ${occasion},
      coalesce(b.customer_phone, u.phone), o.locale, ${sendAt}
    from jsonb_to_recordset(${lines}::jsonb) as m(business uuid, booking uuid, version int, message uuid)
    join bookings b on b.business_id = m.business and b.id = m.booking
    join orders o on o.id = b.order_id left join users u on u.id = b.customer_id
    where coalesce(b.customer_phone, u.phone) is not null`;
}

function toldKey({ businessId: business, bookingId: booking, version }: Told) {
  return { business, booking, version };
}

/** By number, because each unverified number is locked while its messages are counted. */
const inLockOrder = sql`order by coalesce(b.customer_phone, u.phone), b.id`;

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
  const { rows } = await sql<Told>`
    select business_id as "businessId", id as "bookingId" from bookings
    where business_id = ${businessId} and status = 'confirmed' and ends_at > app_now()`.execute(tx);
  await shareBookings(tx, rows);
  const draft: Draft = {
    template: sql`${"business.suspended"}`,
    occasion: sql`(extract(epoch from ${at}::timestamptz) / 60)::int`,
    sendAt: sql`app_now()`,
  };
  const messages = draftMessages(rows, draft, now);
  await sql`${messages} ${inLockOrder} on conflict do nothing`.execute(tx);
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
  const draft: Draft = {
    template: sql`${template}`,
    occasion: sql`('x' || left(md5(${about}), 7))::bit(28)::int`,
    sendAt: sql`app_now()`,
  };
  await sql`${draftMessages([booking], draft, now)} on conflict do nothing`.execute(tx);
}

/** Identifies a reminder by the start it is for, so that a booking moved to another start gets a new reminder. */
const startOccasion = sql`(extract(epoch from b.starts_at) / 60)::int`;

async function scheduleReminders(tx: Tx, bookings: readonly Told[], now: number): Promise<void> {
  const before = sql`make_interval(hours => ${REMINDER_HOURS})`;
  const draft: Draft = {
    template: sql`'booking.reminder'`,
    occasion: startOccasion,
    sendAt: sql`b.starts_at - ${before}`,
  };
  await sql`
    ${draftMessages(bookings, draft, now)}
      and b.status = 'confirmed' and b.starts_at > app_now() + ${before} ${inLockOrder}
    on conflict (business_id, booking_id, template, occasion)
      do update set cancelled_at = null where messages.sent_at is null and messages.cancelled_at is not null
  `.execute(tx);
}

/** Cancels the reminders of bookings that no longer stand, or no longer start then. */
async function dropReminders(tx: Tx, bookings: readonly Told[]): Promise<void> {
  const lines = JSON.stringify(bookings.map(toldKey));
  await sql`
    update messages m set cancelled_at = app_now()
    from jsonb_to_recordset(${lines}::jsonb) as t(business uuid, booking uuid)
    join bookings b on b.business_id = t.business and b.id = t.booking
    where m.business_id = b.business_id and m.booking_id = b.id and m.template = 'booking.reminder'
      and m.sent_at is null and m.cancelled_at is null
      and (b.status <> 'confirmed' or m.occasion <> ${startOccasion})
  `.execute(tx);
}

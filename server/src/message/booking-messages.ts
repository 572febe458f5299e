import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Tx } from "../db/connection.ts";

/** What the outbox tells of a booking's move. */
export interface BookingMoved {
  businessId: string;
  bookingId: string;
}

/** The day before: late enough to be remembered, early enough to cancel. */
const REMINDER_HOURS = 24;

/** Lifecycle steps the customer hears of; the template carries the step's name. */
const told = ["reserved", "pending", "confirmed", "rescheduled", "cancelled", "expired"] as const;
export type ToldStep = (typeof told)[number];
export const toldSteps: readonly ToldStep[] = told;

/**
 * Writes the message rows that a booking's move calls for: one for the step, and a reminder that follows the
 * booking's start and goes when the booking goes. Told twice it writes once: (booking, template) is unique.
 */
export async function writeBookingMessages(
  tx: Tx,
  step: ToldStep,
  { businessId, bookingId }: BookingMoved,
  now: number,
): Promise<void> {
  await sql`
    insert into messages (business_id, id, booking_id, template, recipient, locale, send_at)
    select b.business_id, ${newId(now)}, b.id, ${`booking.${step}`}, coalesce(b.customer_phone, u.phone), o.locale,
      app_now()
    from bookings b join orders o on o.id = b.order_id left join users u on u.id = b.customer_id
    where b.business_id = ${businessId} and b.id = ${bookingId}
      and coalesce(b.customer_phone, u.phone) is not null
    on conflict (business_id, booking_id, template) do nothing
  `.execute(tx);
  await (step === "confirmed" || step === "rescheduled"
    ? scheduleReminder(tx, businessId, bookingId, now)
    : dropReminder(tx, businessId, bookingId));
}

async function scheduleReminder(tx: Tx, businessId: string, bookingId: string, now: number) {
  await sql`
    insert into messages (business_id, id, booking_id, template, recipient, locale, send_at)
    select b.business_id, ${newId(now)}, b.id, 'booking.reminder', coalesce(b.customer_phone, u.phone), o.locale,
      b.starts_at - make_interval(hours => ${REMINDER_HOURS})
    from bookings b join orders o on o.id = b.order_id left join users u on u.id = b.customer_id
    where b.business_id = ${businessId} and b.id = ${bookingId} and b.status = 'confirmed'
      and coalesce(b.customer_phone, u.phone) is not null
      and b.starts_at > app_now() + make_interval(hours => ${REMINDER_HOURS})
    on conflict (business_id, booking_id, template)
      do update set send_at = excluded.send_at, cancelled_at = null
      where messages.sent_at is null
  `.execute(tx);
}

async function dropReminder(tx: Tx, businessId: string, bookingId: string) {
  await sql`
    update messages set cancelled_at = app_now()
    where business_id = ${businessId} and booking_id = ${bookingId} and template = 'booking.reminder'
      and sent_at is null and cancelled_at is null
  `.execute(tx);
}

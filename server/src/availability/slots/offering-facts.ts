import { type RawBuilder, sql } from "kysely";
import type { Text } from "../../base/text.ts";
import type { Terms } from "../planned-item.ts";
import type { WeeklyWindow } from "./wall-clock.ts";

/** [from, until) in epoch seconds, as the database sends it. */
export type Span = readonly [from: number, until: number];

/** What services and rentals have in common: what is sold, where, when the place is open, on what terms. */
export interface OfferingFacts {
  businessId: string;
  locationId: string;
  offeringId: string;
  name: Text;
  currency: string;
  /** False when the offering or its location is switched off. */
  onSale: boolean;
  timezone: string;
  terms: Terms;
  leadMinutes: number;
  horizonDays: number;
  hours: WeeklyWindow[];
  /** YYYY-MM-DD, those near the window. */
  holidays: string[];
  /** The window that everything dated (holidays, exceptions, busy times) was read for. */
  window: Span;
}

/**
 * Which dated rows to read, epoch seconds. `around` one wished-for start: enough for the neighbouring offers
 * too, moved into the time that can be booked at all, so that a wish for last year learns what is free today.
 */
export type FactsWindow = { from: number; until: number } | { around: number };

/** How far offers are looked for around a refused start. */
export const ALTERNATIVES_BEFORE_SECONDS = 86_400;
export const ALTERNATIVES_AFTER_SECONDS = 7 * 86_400;

/**
 * The window as two columns `w.from_at`, `w.until_at`, for `cross join lateral (…) w` behind `offerings o`. Two
 * days wider than asked for on both sides, for whole local days, and by what the longest booking lasts.
 */
export function windowColumns(
  window: FactsWindow,
  now: number,
  lastingMinutes: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const lasting = sql`${lastingMinutes} * interval '1 minute'`;
  if ("from" in window) {
    return sql`select to_timestamp(${window.from}::float8) - interval '2 days' as from_at,
      to_timestamp(${window.until}::float8) + interval '2 days' + ${lasting} as until_at`;
  }
  const around = sql`least(to_timestamp(${window.around}::float8), ${instant(now)} + (o.horizon_days + 1) * interval '1 day')`;
  const center = sql`greatest(${around}, ${instant(now)} + o.lead_minutes * interval '1 minute')`;
  return sql`select ${center} - interval '3 days' as from_at, ${center} + interval '9 days' + ${lasting} as until_at`;
}

/** `OfferingFacts` from `offerings o`, `locations l`, `businesses b` and `w`, as one jsonb. */
export const offeringObject = sql`jsonb_build_object(
  'businessId', o.business_id, 'locationId', o.location_id, 'offeringId', o.id,
  'name', jsonb_build_object('ar', o.name_ar, 'en', o.name_en),
  'currency', b.currency, 'onSale', o.active and l.active, 'timezone', l.timezone,
  'terms', jsonb_build_object(
    'paymentTerms', o.payment_terms, 'acceptance', o.acceptance, 'depositPercent', o.deposit_percent,
    'holdMinutes', o.hold_minutes, 'freeCancelHours', o.free_cancel_hours,
    'cancelFeePercent', o.cancel_fee_percent, 'cancelFeeMinor', o.cancel_fee_minor,
    'noShowFeePercent', o.no_show_fee_percent),
  'leadMinutes', o.lead_minutes, 'horizonDays', o.horizon_days,
  'hours', coalesce((
    select jsonb_agg(jsonb_build_array(h.weekday, h.starts_minute, h.ends_minute)) from location_hours h
    where h.business_id = o.business_id and h.location_id = o.location_id), '[]'),
  'holidays', coalesce((
    select jsonb_agg(h.day) from location_holidays h
    where h.business_id = o.business_id and h.location_id = o.location_id
      and h.day between (w.from_at at time zone 'UTC')::date - 1
                    and (w.until_at at time zone 'UTC')::date + 1), '[]'),
  'window', ${spanArray(sql`w.from_at`, sql`w.until_at`)})`;

/**
 * Two instants as whole seconds: [from, until) rounded outwards, so that half a second of somebody's booking
 * still counts as taken.
 */
export function spanArray(from: RawBuilder<unknown>, until: RawBuilder<unknown>) {
  return sql`jsonb_build_array(floor(extract(epoch from ${from}))::bigint, ceil(extract(epoch from ${until}))::bigint)`;
}

/** Epoch milliseconds of the clock → timestamptz. */
export function instant(nowMs: number): RawBuilder<unknown> {
  return sql`to_timestamp(${nowMs / 1000}::float8)`;
}

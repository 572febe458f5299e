import { type RawBuilder, sql } from "kysely";
import {
  type FactsWindow,
  instant,
  type OfferingFacts,
  offeringObject,
  type Span,
  spanArray,
  windowColumns,
} from "./offering-facts.ts";
import type { PriceBand } from "./rental-price.ts";

export interface RentalUnitFacts {
  id: string;
  label: string;
  active: boolean;
  busy: Span[];
}

export interface RentalFacts {
  offering: OfferingFacts;
  stepMinutes: number;
  /** How long it may be booked, shortest first. */
  durationsMinutes: number[];
  /** Where no band says otherwise. */
  priceHourMinor: number;
  prices: PriceBand[];
  units: RentalUnitFacts[];
}

/**
 * Everything the rules of a rental need, as one jsonb: `RentalFacts`, or null when the caller cannot see such
 * a rental. Runs with the caller's rights.
 *
 * @param now epoch milliseconds: holds that have expired by then do not count
 */
export function rentalFacts(
  rentalId: string,
  window: FactsWindow,
  now: number,
): RawBuilder<RentalFacts | null> {
  return sql<RentalFacts | null>`(
    select jsonb_build_object(
      'offering', ${offeringObject},
      'stepMinutes', r.step_minutes, 'priceHourMinor', r.price_hour_minor,
      'durationsMinutes', (select jsonb_agg(d order by d) from unnest(r.durations_minutes) d),
      'prices', coalesce((
        select jsonb_agg(jsonb_build_array(v.weekday, v.starts_minute, v.ends_minute, v.price_hour_minor))
        from rental_prices v where v.business_id = o.business_id and v.rental_id = o.id), '[]'),
      'units', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', u.id, 'label', u.label, 'active', u.active, 'busy', coalesce(t.busy, '[]')))
        from rental_units u
        left join (
          select c.unit_id, jsonb_agg(${spanArray(sql`c.starts_at`, sql`c.ends_at`)}) as busy
          from busy_claims(o.business_id,
                           array(select x.id from rental_units x
                                 where x.business_id = o.business_id and x.rental_id = o.id),
                           w.from_at, w.until_at, ${instant(now)}) c
          group by c.unit_id) t on t.unit_id = u.id
        where u.business_id = o.business_id and u.rental_id = o.id), '[]'))
    from offerings o
    join rentals r on r.business_id = o.business_id and r.id = o.id
    join locations l on l.business_id = o.business_id and l.id = o.location_id
    join businesses b on b.id = o.business_id
    cross join lateral (${windowColumns(window, now, sql`(select max(d) from unnest(r.durations_minutes) d)`)}) w
    where o.id = ${rentalId}::uuid and o.kind = 'rental')`;
}

import { type RawBuilder, sql } from "kysely";
import { addDays, instantText } from "../../base/time.ts";
import { termsObject } from "../offering-terms.ts";
import { NIGHTS_MAX, type Property } from "./stay.ts";
import { SHIFT_DAYS_MAX } from "./stay-alternatives.ts";
import type { StayItem } from "./stay-item.ts";

/**
 * Everything the rules of a stay need, as one jsonb: the `Property` with all its room types, also those for
 * the nearest dates; null when the caller cannot see such a room type. Runs with the caller's rights.
 *
 * @param now epoch milliseconds: holds that have expired by then do not count
 */
export function stayFacts(
  item: Pick<StayItem, "roomTypeId" | "checkIn" | "checkOut">,
  now: number,
): RawBuilder<Property | null> {
  const first = addDays(item.checkIn, -SHIFT_DAYS_MAX);
  // Never more than the longest stay, whatever was asked for.
  const longest = addDays(item.checkIn, NIGHTS_MAX);
  const last = addDays(item.checkOut < longest ? item.checkOut : longest, SHIFT_DAYS_MAX);
  const nights = { first, last };
  return sql<Property | null>`(
    select ${propertyObject(nights, sql`k.taken`)}
    from offerings x
    join locations l on l.business_id = x.business_id and l.id = x.location_id
    join businesses b on b.id = l.business_id
    cross join lateral (
      select jsonb_object_agg(p.pool_id, p.nights) as taken from (
        select p.pool_id, jsonb_agg(jsonb_build_array(p.bucket - date '1970-01-01', p.taken)) as nights
        from pool_taken(l.business_id, array(
            select y.id from offerings y where y.business_id = l.business_id and y.location_id = l.id),
          ${first}::date, ${last}::date, ${instantText(now)}::timestamptz) p
        group by p.pool_id) p
    ) k
    where x.id = ${item.roomTypeId}::uuid and x.kind = 'roomType')`;
}

/**
 * `Property` of `locations l`, `businesses b`.
 *
 * @param nights first and last whose rates are needed
 * @param taken jsonb: {room type: TakenNight[]}
 */
export function propertyObject(
  nights: { first: string; last: string },
  taken: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`jsonb_build_object(
    'businessId', l.business_id, 'businessName', jsonb_build_object('ar', b.name_ar, 'en', b.name_en),
    'locationId', l.id, 'name', jsonb_build_object('ar', l.name_ar, 'en', l.name_en),
    'currency', b.currency, 'timezone', l.timezone, 'checkInMinute', l.check_in_minute,
    'checkOutMinute', l.check_out_minute, 'onSale', l.active,
    'roomTypes', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', r.id, 'name', jsonb_build_object('ar', o.name_ar, 'en', o.name_en), 'onSale', o.active,
        'rooms', r.rooms, 'occupancy', r.occupancy, 'minNights', r.min_nights, 'priceMinor', r.price_minor,
        'leadMinutes', o.lead_minutes, 'horizonDays', o.horizon_days, 'terms', ${termsObject},
        'rates', coalesce((
          select jsonb_agg(jsonb_build_array(n.night - date '1970-01-01', n.price_minor, n.closed, n.min_nights))
          from room_rates n
          where n.business_id = r.business_id and n.room_type_id = r.id
            and n.night between ${nights.first}::date and ${nights.last}::date), '[]'),
        'taken', coalesce(${taken} -> r.id::text, '[]')) order by r.price_minor, r.id)
      from offerings o
      join room_types r on r.business_id = o.business_id and r.id = o.id and r.kind = o.kind
      where o.business_id = l.business_id and o.location_id = l.id), '[]'))`;
}

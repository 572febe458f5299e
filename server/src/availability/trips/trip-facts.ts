import { type RawBuilder, sql } from "kysely";
import { termsObject } from "../offering-terms.ts";

/** `Trip` of `trips t`, with the stops the caller has gathered. */
export function tripObject(stops: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`jsonb_build_object('id', t.id, 'origin', floor(extract(epoch from t.origin_at))::bigint,
    'cancelled', t.status <> 'scheduled', 'stops', ${stops})`;
}

/** Pairs of stops, of an array in order, between which the trip does not stop. */
export function legsOf(stopIds: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`unnest(${stopIds}[:cardinality(${stopIds}) - 1], ${stopIds}[2:])`;
}

/** `Route` of `routes r`, `offerings o`, `businesses b`; `pairs` selects the stop pairs fares are needed for. */
export function routeObject(pairs: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`jsonb_build_object(
    'businessId', r.business_id, 'businessName', jsonb_build_object('ar', b.name_ar, 'en', b.name_en),
    'offeringId', r.id, 'name', jsonb_build_object('ar', o.name_ar, 'en', o.name_en),
    'currency', b.currency, 'onSale', o.active, 'priceMinor', r.price_minor,
    'leadMinutes', o.lead_minutes, 'horizonDays', o.horizon_days, 'terms', ${termsObject},
    'fares', coalesce((
      select jsonb_agg(jsonb_build_object('from', f.from_stop_id, 'to', f.to_stop_id, 'class', f.class,
                                          'priceMinor', f.price_minor))
      from fares f
      where f.business_id = r.business_id and f.route_id = r.id
        and (f.from_stop_id, f.to_stop_id) in (${pairs})), '[]'))`;
}

-- Locations that let rooms, with all their room types, the rates, and the rooms taken from one night to another: the
-- visible ones of (businesses[n], locations[n]). Inventory of an expired hold, or of an item that is being amended,
-- does not count.
create or replace function property_facts(businesses uuid[], locations uuid[], first_night date, last_night date, at timestamptz)
returns table (n bigint, property json)
stable security definer set search_path = public, pg_temp rows 20 language plpgsql as $$
declare
  ignored uuid[] := app_ignored_items();
begin
  return query
  select p.n, json_build_object(
    'businessId', l.business_id, 'businessName', json_build_object('ar', b.name_ar, 'en', b.name_en),
    'locationId', l.id, 'name', json_build_object('ar', l.name_ar, 'en', l.name_en),
    'catalogueVersion', catalogue_version(l.business_id),
    'currency', b.currency, 'timezone', l.timezone, 'checkInMinute', l.check_in_minute,
    'checkOutMinute', l.check_out_minute, 'onSale', l.active,
    'roomTypes', coalesce((
      select json_agg(json_build_object(
        'id', r.id, 'name', json_build_object('ar', o.name_ar, 'en', o.name_en), 'onSale', o.active,
        'rooms', r.rooms, 'occupancy', r.occupancy, 'minNights', r.min_nights, 'priceMinor', r.price_minor,
        'leadMinutes', o.lead_minutes, 'horizonDays', o.horizon_days, 'terms', offering_terms(o),
        'rates', coalesce((
          select json_agg(json_build_array(d.night - date '1970-01-01', d.price_minor, d.closed, d.min_nights))
          from room_rates d
          where d.business_id = r.business_id and d.room_type_id = r.id
            and d.night between first_night and last_night), '[]'),
        'taken', coalesce((
          select to_json(array_agg(array[k.bucket - date '1970-01-01', k.taken]))
          from pool_taken(r.business_id, r.id, first_night, last_night, at, ignored) k), '[]')) order by r.price_minor, r.id)
      from offerings o join room_types r on r.business_id = o.business_id and r.id = o.id
      where o.business_id = l.business_id and o.location_id = l.id), '[]'))
  from unnest(businesses, locations) with ordinality p (business, location, n)
  join locations l on l.business_id = p.business and l.id = p.location
  join businesses b on b.id = l.business_id
  where business_is_public(b.status) or b.id = app_business() or app_scope() = 'platform';
end $$;

alter function property_facts(uuid[],uuid[],date,date,timestamp with time zone) owner to holdfast_engine;
alter function property_facts(uuid[],uuid[],date,date,timestamp with time zone)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function property_facts(uuid[],uuid[],date,date,timestamp with time zone) from public;

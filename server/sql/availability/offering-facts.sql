create or replace function offering_facts(o offerings, near tstzrange) returns json stable set search_path = public, pg_temp language plpgsql as $$
begin
  return (
    select json_build_object(
      'businessId', o.business_id, 'locationId', o.location_id, 'offeringId', o.id,
      'name', json_build_object('ar', o.name_ar, 'en', o.name_en),
      'catalogueVersion', catalogue_version(o.business_id),
      'currency', b.currency, 'onSale', o.active and l.active, 'timezone', l.timezone,
      'terms', offering_terms(o),
      'leadMinutes', o.lead_minutes, 'horizonDays', o.horizon_days,
      'hours', coalesce((
        select to_json(array_agg(array[h.weekday, h.starts_minute, h.ends_minute])) from location_hours h
        where h.business_id = o.business_id and h.location_id = o.location_id), '[]'),
      'holidays', coalesce((
        select json_agg(h.day) from location_holidays h
        where h.business_id = o.business_id and h.location_id = o.location_id
          and h.day between (lower(near) at time zone 'UTC')::date - 1
                        and (upper(near) at time zone 'UTC')::date + 1), '[]'),
      'window', whole_seconds(lower(near), upper(near)))
    from locations l join businesses b on b.id = l.business_id
    where l.business_id = o.business_id and l.id = o.location_id);
end $$;

alter function offering_facts(offerings,tstzrange) owner to holdfast_engine;
alter function offering_facts(offerings,tstzrange)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function offering_facts(offerings,tstzrange) from public;

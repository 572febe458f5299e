-- Null when the caller cannot see the rental.
create or replace function rental_facts(rental uuid, wished_from timestamptz, wished_until timestamptz, at timestamptz,
                                        exempt text[])
returns json stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  o offerings := visible_offering(rental, 'rental');
  r rentals;
  near tstzrange;
begin
  if o.id is null then return null; end if;
  select * into r from rentals x where x.business_id = o.business_id and x.id = o.id;
  near := facts_window(o, (select max(d) from unnest(r.durations_minutes) d), wished_from, wished_until, at, exempt);
  return json_build_object(
    'offering', offering_facts(o, near),
    'stepMinutes', r.step_minutes, 'priceHourMinor', r.price_hour_minor,
    'durationsMinutes', (select json_agg(d order by d) from unnest(r.durations_minutes) d),
    'prices', coalesce((
      select to_json(array_agg(array[v.weekday, v.starts_minute, v.ends_minute, v.price_hour_minor]))
      from rental_prices v where v.business_id = o.business_id and v.rental_id = o.id), '[]'),
    'units', coalesce((
      select json_agg(json_build_object(
        'id', u.id, 'label', u.label, 'active', u.active,
        'busy', busy_spans(u.business_id, u.id, lower(near), upper(near), at)))
      from rental_units u where u.business_id = o.business_id and u.rental_id = o.id), '[]'));
end $$;

alter function rental_facts(uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[]) owner to holdfast_engine;
alter function rental_facts(uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[])
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function rental_facts(uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[]) from public;
grant execute on function rental_facts(uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[]) to holdfast_app;

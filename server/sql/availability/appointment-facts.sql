-- Null when the caller cannot see the service. With only_staff, returns that staff member alone, even when inactive;
-- otherwise all active staff who do the service. wished_until null: returns what is needed to judge one start and the
-- offers near it.
create or replace function appointment_facts(service uuid, only_staff uuid, wished_from timestamptz, wished_until timestamptz,
                                  at timestamptz, exempt text[])
returns json stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  o offerings := visible_offering(service, 'service');
  s services;
  near tstzrange;
  doers uuid[];
begin
  if o.id is null then return null; end if;
  select * into s from services x where x.business_id = o.business_id and x.id = o.id;
  -- Two queries: a single one would read all staff of the business to find the one asked for.
  if only_staff is null then
    doers := array(select x.staff_id from service_staff x where x.business_id = o.business_id and x.service_id = o.id);
  else
    doers := array(select x.staff_id from service_staff x
                   where x.business_id = o.business_id and x.service_id = o.id and x.staff_id = only_staff);
  end if;
  near := facts_window(o, s.duration_minutes, wished_from, wished_until, at, exempt);
  return json_build_object(
    'offering', offering_facts(o, near),
    'durationMinutes', s.duration_minutes, 'bufferBeforeMinutes', s.buffer_before_minutes,
    'bufferAfterMinutes', s.buffer_after_minutes, 'stepMinutes', s.step_minutes, 'priceMinor', s.price_minor,
    'staff', coalesce((
      select json_agg(json_build_object(
        'id', p.id, 'name', json_build_object('ar', p.name_ar, 'en', p.name_en), 'active', p.active,
        'scheduled', exists (
          select from staff_windows v where v.business_id = p.business_id and v.staff_id = p.id),
        'windows', coalesce((
          select to_json(array_agg(array[v.weekday, v.starts_minute, v.ends_minute])) from staff_windows v
          where v.business_id = p.business_id and v.staff_id = p.id and v.active), '[]'),
        'breaks', coalesce((
          select to_json(array_agg(array[v.weekday, v.starts_minute, v.ends_minute])) from staff_breaks v
          where v.business_id = p.business_id and v.staff_id = p.id), '[]'),
        'off', coalesce((
          select to_json(array_agg(whole_seconds(e.starts_at, e.ends_at))) from staff_exceptions e
          where e.business_id = p.business_id and e.staff_id = p.id and e.kind = 'off'
            and e.ends_at > lower(near) and e.starts_at < upper(near)), '[]'),
        'openings', coalesce((
          select to_json(array_agg(whole_seconds(e.starts_at, e.ends_at))) from staff_exceptions e
          where e.business_id = p.business_id and e.staff_id = p.id and e.kind = 'open'
            and e.ends_at > lower(near) and e.starts_at < upper(near)), '[]'),
        'busy', busy_spans(p.business_id, p.id, lower(near), upper(near), at)))
      -- offset 0: each is looked up by its id, even where the planner believes that there are few.
      from unnest(doers) doer cross join lateral (
        select x.* from staff x where x.business_id = o.business_id and x.id = doer offset 0) p
      where p.active or only_staff is not null), '[]'));
end $$;

alter function appointment_facts(uuid,uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[]) owner to holdfast_engine;
alter function appointment_facts(uuid,uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[])
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function appointment_facts(uuid,uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[]) from public;
grant execute on function appointment_facts(uuid,uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone,text[]) to holdfast_app;

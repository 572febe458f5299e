-- Why: all that the rules of appointments and rentals need, in one call. As functions, because one query over a
-- dozen tables with their policies took 7 ms to plan and 2 to run, each time; plpgsql plans once per connection.
-- As the engine, because visibility is then asked once and not table by table (0.3 ms altogether): a caller who
-- may not see the business gets null. json, not jsonb: nesting jsonb copies it at every level. Locks: functions only.

-- Half-open, in whole epoch seconds, rounded outwards: half a second of somebody's booking is still taken.
create function whole_seconds(from_at timestamptz, until_at timestamptz) returns bigint[]
stable parallel safe language sql as $$
  select array[floor(date_part('epoch', from_at))::bigint, ceil(date_part('epoch', until_at))::bigint]
$$;

-- When a unit without seats is taken. Its claims never overlap, so of those that begin before the window only the
-- last can reach into it: both halves are short walks along claims_unit, however long the unit's history is.
create function busy_spans(business uuid, unit uuid, from_at timestamptz, until_at timestamptz, at timestamptz)
returns json stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  ignored uuid := app_ignored_booking();
begin
  return coalesce((
    select to_json(array_agg(whole_seconds(c.starts_at, c.ends_at))) from (
      (select e.starts_at, e.ends_at, e.expires_at, e.booking_id from claims e
       where e.business_id = business and e.unit_id = unit and e.blocking and e.starts_at <= from_at
       order by e.starts_at desc limit 1)
      union all
      (select e.starts_at, e.ends_at, e.expires_at, e.booking_id from claims e
       where e.business_id = business and e.unit_id = unit and e.blocking
         and e.starts_at > from_at and e.starts_at < until_at)) c
    where c.ends_at > from_at and (c.expires_at is null or c.expires_at > at)
      and c.booking_id is distinct from ignored), '[]');
end $$;

-- The window that dated rows are read for: what was asked for with two days on both sides (whole local days), or,
-- for one wish, the days around it, moved into the time that can be booked at all, so that whoever wishes for last
-- year learns what is free today.
create function facts_window(o offerings, lasting int, wished_from timestamptz, wished_until timestamptz, at timestamptz)
returns tstzrange stable language plpgsql as $$
declare
  center timestamptz := greatest(at + o.lead_minutes * interval '1 minute',
    least(wished_from, at + (o.horizon_days + 1) * interval '1 day'));
begin
  if wished_until is null then
    return tstzrange(center - interval '4 days', center + interval '9 days' + lasting * interval '1 minute');
  end if;
  return tstzrange(wished_from - interval '2 days',
    greatest(wished_from, wished_until) + interval '2 days' + lasting * interval '1 minute');
end $$;

create function offering_facts(o offerings, near tstzrange) returns json stable language plpgsql as $$
begin
  return (
    select json_build_object(
      'businessId', o.business_id, 'locationId', o.location_id, 'offeringId', o.id,
      'name', json_build_object('ar', o.name_ar, 'en', o.name_en),
      'currency', b.currency, 'onSale', o.active and l.active, 'timezone', l.timezone,
      'terms', json_build_object(
        'paymentTerms', o.payment_terms, 'acceptance', o.acceptance, 'depositPercent', o.deposit_percent,
        'holdMinutes', o.hold_minutes, 'freeCancelHours', o.free_cancel_hours,
        'cancelFeePercent', o.cancel_fee_percent, 'cancelFeeMinor', o.cancel_fee_minor,
        'noShowFeePercent', o.no_show_fee_percent),
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

-- The offering, if the caller may see it: approved, or their own business's, or the platform's to see.
create function visible_offering(offering uuid, wanted_kind text) returns offerings
stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  o offerings;
begin
  select x.* into o from offerings x join businesses b on b.id = x.business_id
  where x.id = offering and x.kind = wanted_kind
    and (b.status = 'approved' or b.id = app_business() or app_scope() = 'platform');
  return o;
end $$;

-- Null when the caller cannot see such a service. With only_staff that one alone, also when switched off; else all
-- active staff who do it. wished_until null: what is needed to judge one start, and the offers near it.
create function appointment_facts(service uuid, only_staff uuid, wished_from timestamptz, wished_until timestamptz,
                                  at timestamptz)
returns json stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  o offerings := visible_offering(service, 'service');
  s services;
  near tstzrange;
  doers uuid[];
begin
  if o.id is null then return null; end if;
  select * into s from services x where x.business_id = o.business_id and x.id = o.id;
  -- Two queries, because one for both reads the whole staff of the business to find the one asked for.
  if only_staff is null then
    doers := array(select x.staff_id from service_staff x where x.business_id = o.business_id and x.service_id = o.id);
  else
    doers := array(select x.staff_id from service_staff x
                   where x.business_id = o.business_id and x.service_id = o.id and x.staff_id = only_staff);
  end if;
  near := facts_window(o, s.duration_minutes, wished_from, wished_until, at);
  return json_build_object(
    'offering', offering_facts(o, near),
    'durationMinutes', s.duration_minutes, 'bufferBeforeMinutes', s.buffer_before_minutes,
    'bufferAfterMinutes', s.buffer_after_minutes, 'stepMinutes', s.step_minutes, 'priceMinor', s.price_minor,
    'staff', coalesce((
      select json_agg(json_build_object(
        'id', p.id, 'active', p.active,
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
      from unnest(doers) doer join staff p on p.business_id = o.business_id and p.id = doer
      where p.active or only_staff is not null), '[]'));
end $$;

-- Null when the caller cannot see such a rental.
create function rental_facts(rental uuid, wished_from timestamptz, wished_until timestamptz, at timestamptz)
returns json stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  o offerings := visible_offering(rental, 'rental');
  r rentals;
  near tstzrange;
begin
  if o.id is null then return null; end if;
  select * into r from rentals x where x.business_id = o.business_id and x.id = o.id;
  near := facts_window(o, (select max(d) from unnest(r.durations_minutes) d), wished_from, wished_until, at);
  return json_build_object(
    'offering', offering_facts(o, near),
    'stepMinutes', r.step_minutes, 'priceHourMinor', r.price_hour_minor,
    'durationsMinutes', (select json_agg(d order by d) from unnest(r.durations_minutes) d),
    'prices', coalesce((
      select to_json(array_agg(array[v.weekday, v.starts_minute, v.ends_minute, v.price_hour_minor]))
      from rental_prices v where v.business_id = o.business_id and v.rental_id = o.id), '[]'),
    'units', coalesce((
      select json_agg(json_build_object(
        'id', u.id, 'active', u.active,
        'busy', busy_spans(u.business_id, u.id, lower(near), upper(near), at)))
      from rental_units u where u.business_id = o.business_id and u.rental_id = o.id), '[]'));
end $$;

do $$
declare
  door text;
begin
  foreach door in array array[
    'whole_seconds(timestamptz, timestamptz)', 'busy_spans(uuid, uuid, timestamptz, timestamptz, timestamptz)',
    'facts_window(offerings, int, timestamptz, timestamptz, timestamptz)', 'offering_facts(offerings, tstzrange)',
    'visible_offering(uuid, text)', 'appointment_facts(uuid, uuid, timestamptz, timestamptz, timestamptz)',
    'rental_facts(uuid, timestamptz, timestamptz, timestamptz)'
  ] loop
    execute format('alter function %s owner to holdfast_engine', door);
    -- See 0006: a few rows by key, planned once per connection.
    execute format('alter function %s set plan_cache_mode = force_generic_plan set enable_hashjoin = off
      set enable_mergejoin = off set enable_seqscan = off', door);
    execute format('revoke all on function %s from public', door);
  end loop;
end $$;
grant execute on function appointment_facts(uuid, uuid, timestamptz, timestamptz, timestamptz),
  rental_facts(uuid, timestamptz, timestamptz, timestamptz) to holdfast_app;

-- When somebody works, in local time: their active weekly windows on those days, with windows that touch at midnight
-- merged, as opening hours are. Windows that touch during the day stay separate. Same rule as joinedAtMidnight() in
-- availability/slots/staff-stretches.ts.
create or replace function joined_windows(business uuid, person uuid, first_day timestamp, last_day timestamp)
returns setof tsrange stable set search_path = public, pg_temp rows 10 language plpgsql as $$
begin
  return query
  with recursive windows as (
    select tsrange(d + make_interval(mins => w.starts_minute), d + make_interval(mins => w.ends_minute)) as span
    from staff_windows w join generate_series(first_day, last_day, interval '1 day') d on extract(isodow from d) = w.weekday
    where w.business_id = business and w.staff_id = person and w.active
  ), joined as (
    select w.span from windows w
    union
    select tsrange(lower(j.span), upper(w.span)) from joined j
    join windows w on lower(w.span) = upper(j.span) and lower(w.span) = date_trunc('day', lower(w.span))
  )
  select j.span from joined j;
end $$;

alter function joined_windows(uuid,uuid,timestamp,timestamp) owner to holdfast_engine;
revoke all on function joined_windows(uuid,uuid,timestamp,timestamp) from public;

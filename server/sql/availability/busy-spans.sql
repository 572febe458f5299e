-- When a unit without seats is taken. Its claims never overlap, so of those that begin before the window only the
-- last can reach into it: both halves are short scans of claims_unit, however long the unit's history is. They read
-- nothing but that index, whose entries lie together; the claims themselves are spread over as many pages.
create or replace function busy_spans(business uuid, unit uuid, from_at timestamptz, until_at timestamptz, at timestamptz)
returns json stable security definer set search_path = public, pg_temp language plpgsql as $$
declare
  ignored uuid[] := app_ignored_items();
begin
  return coalesce((
    select to_json(array_agg(whole_seconds(c.starts_at, c.ends_at))) from (
      (select e.starts_at, e.ends_at, e.expires_at, e.booking_id from claims e
       where e.business_id = business and e.unit_id = unit and e.blocking and e.seat_no = 0 and e.starts_at <= from_at
       order by e.starts_at desc limit 1)
      union all
      (select e.starts_at, e.ends_at, e.expires_at, e.booking_id from claims e
       where e.business_id = business and e.unit_id = unit and e.blocking and e.seat_no = 0
         and e.starts_at > from_at and e.starts_at < until_at)) c
    where c.ends_at > from_at and (c.expires_at is null or c.expires_at > at)
      and (ignored is null or not exists (
        select from claims e
        where e.business_id = business and e.booking_id = c.booking_id and e.unit_id = unit and e.blocking
          and e.starts_at = c.starts_at and e.item_id = any (ignored)))), '[]');
end $$;

alter function busy_spans(uuid,uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone) owner to holdfast_engine;
alter function busy_spans(uuid,uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function busy_spans(uuid,uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone) from public;
grant execute on function busy_spans(uuid,uuid,timestamp with time zone,timestamp with time zone,timestamp with time zone) to holdfast_app;

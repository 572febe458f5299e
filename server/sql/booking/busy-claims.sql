-- What is busy, without whose it is: the public may know that a time is taken and nothing more.
create or replace function busy_claims(business uuid, units uuid[], from_at timestamptz, until_at timestamptz, at timestamptz)
returns table (unit_id uuid, seat_no int, starts_at timestamptz, ends_at timestamptz, held boolean)
stable security definer set search_path = public, pg_temp rows 200 language plpgsql as $$
begin
  return query
  select c.unit_id, c.seat_no, c.starts_at, c.ends_at, c.expires_at is not null
  from claims c
  where c.business_id = business and c.unit_id = any (units) and c.blocking
    and c.starts_at < until_at and c.ends_at > from_at
    and (c.expires_at is null or c.expires_at > at)
    and c.booking_id is distinct from app_ignored_booking();
end $$;

alter function busy_claims(uuid,uuid[],timestamp with time zone,timestamp with time zone,timestamp with time zone) owner to holdfast_engine;
alter function busy_claims(uuid,uuid[],timestamp with time zone,timestamp with time zone,timestamp with time zone)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function busy_claims(uuid,uuid[],timestamp with time zone,timestamp with time zone,timestamp with time zone) from public;
grant execute on function busy_claims(uuid,uuid[],timestamp with time zone,timestamp with time zone,timestamp with time zone) to holdfast_app;

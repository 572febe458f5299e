-- One lock key for a unit (or seat) per UTC day, so that two orders that want the same things in opposite order
-- cannot deadlock. Seats have no day: a trip happens once.
create or replace function unit_lock_keys(unit uuid, seat int, from_at timestamptz, until_at timestamptz)
returns setof bigint immutable parallel safe rows 2 language sql as $$
  select hashtextextended(unit::text || ':' || seat || ':' || day, 7)
  from generate_series(
    case when seat > 0 then 0 else floor(extract(epoch from from_at) / 86400)::bigint end,
    case when seat > 0 then 0 else floor(extract(epoch from until_at) / 86400)::bigint end) day
$$;

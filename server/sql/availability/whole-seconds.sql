-- Half-open range in whole epoch seconds, rounded outwards: half a booked second is still taken.
create or replace function whole_seconds(from_at timestamptz, until_at timestamptz) returns bigint[]
stable parallel safe language sql as $$
  select array[floor(date_part('epoch', from_at))::bigint, ceil(date_part('epoch', until_at))::bigint]
$$;

alter function whole_seconds(timestamp with time zone,timestamp with time zone) owner to holdfast_engine;
alter function whole_seconds(timestamp with time zone,timestamp with time zone)
  set plan_cache_mode = force_generic_plan
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_seqscan = off;
revoke all on function whole_seconds(timestamp with time zone,timestamp with time zone) from public;

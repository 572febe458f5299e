-- Half-open range in whole epoch seconds, rounded outwards: half a booked second is still taken. Has no settings of
-- its own, so that the planner inlines it: called once per busy time, it was five sixths of a slot search's work.
create or replace function whole_seconds(from_at timestamptz, until_at timestamptz) returns bigint[]
stable parallel safe language sql as $$
  select array[floor(date_part('epoch', from_at))::bigint, ceil(date_part('epoch', until_at))::bigint]
$$;

alter function whole_seconds(timestamp with time zone,timestamp with time zone) owner to holdfast_engine;
revoke all on function whole_seconds(timestamp with time zone,timestamp with time zone) from public;

-- The claims on a unit without seats within a span. They never overlap, so of those that begin before it only the
-- last can reach into it: both halves are short scans of claims_unit, however long the unit's history is.
create or replace function claims_within(business uuid, unit uuid, from_at timestamptz, until_at timestamptz)
returns setof claims stable language sql as $$
  select * from (
    select * from public.claims c
    where c.business_id = business and c.unit_id = unit and c.blocking and c.seat_no = 0 and c.starts_at <= from_at
    order by c.starts_at desc limit 1) before where before.ends_at > from_at
  union all
  select * from public.claims c
  where c.business_id = business and c.unit_id = unit and c.blocking and c.seat_no = 0
    and c.starts_at > from_at and c.starts_at < until_at
$$;

alter function claims_within(uuid,uuid,timestamp with time zone,timestamp with time zone) owner to holdfast_engine;
revoke all on function claims_within(uuid,uuid,timestamp with time zone,timestamp with time zone) from public;

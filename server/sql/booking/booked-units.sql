-- named_units() for anybody who may see a booking of that business: booked units keep their names even when the
-- business or the unit is no longer visible to others.
create or replace function booked_units(business uuid, booking uuid, ids uuid[]) returns jsonb
stable security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if cardinality(ids) = 0 or not exists (select from bookings b where b.business_id = business and b.id = booking and may_touch(b)) then
    return '[]';
  end if;
  return named_units(business, ids);
end $$;

alter function booked_units(uuid, uuid, uuid[]) owner to holdfast_engine;
revoke all on function booked_units(uuid, uuid, uuid[]) from public;
grant execute on function booked_units(uuid, uuid, uuid[]) to holdfast_app;

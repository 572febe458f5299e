-- Records in the booking's history that money whose booking was gone is returned, and why.
create or replace function note_returned_payment(booking uuid, payment jsonb, why text) returns void
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings := lock_booking(booking);
begin
  perform set_config('app.reason', why, true);
  -- A booking that stands keeps what paid for it.
  update bookings set paid_by = case when booking_fell_through(b.status) then payment
    else coalesce(b.paid_by, '{}') || jsonb_build_object('returned', payment) end
  where business_id = b.business_id and id = b.id;
  perform set_config('app.reason', '', true);
end $$;

alter function note_returned_payment(uuid,jsonb,text) owner to holdfast_engine;
revoke all on function note_returned_payment(uuid,jsonb,text) from public;
grant execute on function note_returned_payment(uuid,jsonb,text) to holdfast_app;

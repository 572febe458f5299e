-- Writes the current times of its seats' trips on a booking, with an event that notifies the buyers. The caller has
-- locked the booking.
create or replace function follow_times(b bookings) returns void
set search_path = public, pg_temp language plpgsql as $$
declare
  was booking_items;
  i booking_items;
  moved jsonb := '[]';
begin
  for was in
    select * from booking_items x
    where x.business_id = b.business_id and x.booking_id = b.id and x.kind = 'seat' and x.state = 'active'
    order by x.position
  loop
    i := as_shown_now(was);
    continue when i is not distinct from was;
    perform note_event(b.id, 'retimed', null);
    update booking_items x set starts_at = i.starts_at, ends_at = i.ends_at, sale_ends_at = i.sale_ends_at,
      details = i.details, cancel_policy = i.cancel_policy, fee_floor_minor = i.fee_floor_minor
    where x.business_id = i.business_id and x.booking_id = i.booking_id and x.id = i.id;
    moved := moved || jsonb_build_object('itemId', i.id, 'before', was.starts_at, 'after', i.starts_at);
  end loop;
  if moved = '[]' then return; end if;
  perform note_event(b.id, 'retimed', jsonb_build_object('items', moved));
  update bookings k set starts_at = n.starts_at, ends_at = n.ends_at
  from (
    select min(x.starts_at) as starts_at, max(x.ends_at) as ends_at from booking_items x
    where x.business_id = b.business_id and x.booking_id = b.id and x.state = 'active') n
  where k.business_id = b.business_id and k.id = b.id;
  perform note_event(null, null, null);
end $$;

alter function follow_times(bookings) owner to holdfast_engine;
revoke all on function follow_times(bookings) from public;

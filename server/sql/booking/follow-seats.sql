-- Writes an item's new seat labels and notifies the buyer; labels: {"2B": "3A"}. Does nothing when all keep theirs.
create or replace function follow_seats(i booking_items, labels jsonb) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  if not exists (select from jsonb_each_text(labels) l where l.key <> l.value) then return; end if;
  perform note_event(i.booking_id, 'reseated', jsonb_build_object('itemId', i.id, 'seats', labels));
  update booking_items x set
    details = jsonb_set(x.details, '{seats}', relabelled(x.details->'seats', labels)),
    price_parts = relabelled(x.price_parts, labels)
  where x.business_id = i.business_id and x.booking_id = i.booking_id and x.id = i.id;
  update bookings b set updated_at = app_now() where b.business_id = i.business_id and b.id = i.booking_id;
  perform note_event(null, null, null);
end $$;

alter function follow_seats(booking_items,jsonb) owner to holdfast_engine;
revoke all on function follow_seats(booking_items,jsonb) from public;

-- Writes a booking's items as an amendment leaves them, and the booking's totals, with an event. guard_booking_move()
-- derives from the new start how long it waits or is held.
create or replace function write_amended(b bookings, plan jsonb, amendment uuid) returns bookings
set search_path = public, pg_temp language plpgsql as $$
declare
  n bookings := jsonb_populate_record(b, plan->'booking');
  i booking_items;
begin
  perform note_event(b.id, 'amended', jsonb_build_object('amendmentId', amendment));
  for i in select * from jsonb_populate_recordset(null::booking_items, plan->'items') loop
    insert into booking_items as x (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at, quantity,
      claims_needed, pool_needed, price_minor, details, state, payment_terms, deposit_percent, due_minor, acceptance,
      cancel_policy, tax_basis_points, price_parts, fee_floor_minor, sale_ends_at, fee_kept_minor,
      accept_within_minutes, check_in_opens_minutes)
    values (b.business_id, b.id, i.id, i.position, i.kind, i.offering_id, i.starts_at, i.ends_at, i.quantity,
      i.claims_needed, i.pool_needed, i.price_minor, i.details, i.state, i.payment_terms, i.deposit_percent, i.due_minor,
      i.acceptance, i.cancel_policy, coalesce(i.tax_basis_points, tax_rate(b.business_id)), i.price_parts,
      i.fee_floor_minor, i.sale_ends_at, coalesce(i.fee_kept_minor, 0), i.accept_within_minutes, i.check_in_opens_minutes)
    on conflict (business_id, booking_id, id) do update set
      (offering_id, starts_at, ends_at, quantity, claims_needed, pool_needed, price_minor, details, state, payment_terms,
        deposit_percent, due_minor, acceptance, cancel_policy, price_parts, fee_floor_minor, sale_ends_at, fee_kept_minor,
        accept_within_minutes, check_in_opens_minutes)
      = (excluded.offering_id, excluded.starts_at, excluded.ends_at, excluded.quantity, excluded.claims_needed,
        excluded.pool_needed, excluded.price_minor, excluded.details, excluded.state, excluded.payment_terms,
        excluded.deposit_percent, excluded.due_minor, excluded.acceptance, excluded.cancel_policy, excluded.price_parts,
        excluded.fee_floor_minor, excluded.sale_ends_at, excluded.fee_kept_minor,
        excluded.accept_within_minutes, excluded.check_in_opens_minutes);
  end loop;
  -- Trips of the remaining items may have been retimed while the amendment waited.
  select min(x.starts_at), max(x.ends_at) into n.starts_at, n.ends_at from booking_items x
  where x.business_id = b.business_id and x.booking_id = b.id and x.state = 'active';
  update bookings set starts_at = n.starts_at, ends_at = n.ends_at, total_minor = n.total_minor, due_minor = n.due_minor,
    fee_minor = n.fee_minor, location_id = n.location_id, payment_terms = n.payment_terms, acceptance = n.acceptance, cancel_policy = n.cancel_policy,
    accept_within_minutes = n.accept_within_minutes, check_in_opens_minutes = n.check_in_opens_minutes
  where business_id = b.business_id and id = b.id returning * into n;
  perform note_event(null, null, null);
  return n;
end $$;

alter function write_amended(bookings, jsonb, uuid) owner to holdfast_engine;
revoke all on function write_amended(bookings, jsonb, uuid) from public;

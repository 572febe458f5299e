-- Creates the items that an amendment would add, so that what is held for them has something to refer to; they own
-- nothing and are shown nowhere until the amendment is applied.
create or replace function propose_items(b bookings, plan jsonb) returns void
set search_path = public, pg_temp language plpgsql as $$
begin
  insert into booking_items (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at, quantity,
    claims_needed, pool_needed, price_minor, details, state, payment_terms, deposit_percent, due_minor, acceptance,
    cancel_policy, tax_basis_points, price_parts, sale_ends_at, accept_within_minutes, check_in_opens_minutes)
  select b.business_id, b.id, i.id, i.position, i.kind, i.offering_id, i.starts_at, i.ends_at, i.quantity,
    i.claims_needed, i.pool_needed, i.price_minor, i.details, 'proposed', i.payment_terms, i.deposit_percent, i.due_minor,
    i.acceptance, i.cancel_policy, tax_rate(b.business_id), i.price_parts, i.sale_ends_at,
    i.accept_within_minutes, i.check_in_opens_minutes
  from jsonb_populate_recordset(null::booking_items, plan->'items') i
  where not exists (select from booking_items x where x.business_id = b.business_id and x.booking_id = b.id and x.id = i.id);
end $$;

alter function propose_items(bookings, jsonb) owner to holdfast_engine;
revoke all on function propose_items(bookings, jsonb) from public;

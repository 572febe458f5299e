-- Guarantee 17: what was agreed when an item was sold changes only as an amendment says, and its tax rate never.
create or replace function guard_sold_item() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if (new.business_id, new.booking_id, new.id, new.kind, new.position, new.tax_basis_points)
     is distinct from (old.business_id, old.booking_id, old.id, old.kind, old.position, old.tax_basis_points) then
    raise exception 'an item''s identity and tax rate never change' using errcode = 'HF004';
  end if;
  if (new.offering_id, new.quantity, new.price_minor, new.price_parts, new.payment_terms, new.deposit_percent,
      new.due_minor, new.acceptance, new.cancel_policy, new.fee_floor_minor, new.state)
     is distinct from (old.offering_id, old.quantity, old.price_minor, old.price_parts, old.payment_terms,
      old.deposit_percent, old.due_minor, old.acceptance, old.cancel_policy, old.fee_floor_minor, old.state)
     and not (old.state = 'proposed' and new.state = 'removed')
     and (nullif(current_setting('app.event_of', true), ''), current_setting('app.event', true))
       is distinct from (new.booking_id::text, 'amended') then
    raise exception 'what was agreed changes only by an amendment' using errcode = 'HF004';
  end if;
  return new;
end $$;

create or replace trigger booking_items_agreed before update on booking_items
  for each row execute function guard_sold_item();
create or replace trigger booking_items_stay before delete on booking_items
  for each row execute function refuse_delete();

-- Guarantee 17: what was agreed when an item was sold changes only by an amendment, and its tax rate never. A trip's
-- new times may move the free-cancellation deadline, only in the buyer's favour; another vehicle may change the seat
-- labels.
create or replace function guard_sold_item() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare
  event text := case when current_setting('app.event_of', true) = new.booking_id::text
    then current_setting('app.event', true) else '' end;
begin
  if (new.business_id, new.booking_id, new.id, new.kind, new.position, new.tax_basis_points)
     is distinct from (old.business_id, old.booking_id, old.id, old.kind, old.position, old.tax_basis_points) then
    raise exception 'an item''s identity and tax rate never change' using errcode = 'HF004';
  end if;
  if event = 'amended' or (old.state = 'proposed' and new.state = 'removed') then return new; end if;
  if (new.offering_id, new.quantity, new.price_minor, new.payment_terms, new.deposit_percent, new.due_minor,
      new.acceptance, new.fee_kept_minor, new.cancel_policy - 'freeUntil', new.state)
     is distinct from (old.offering_id, old.quantity, old.price_minor, old.payment_terms, old.deposit_percent,
      old.due_minor, old.acceptance, old.fee_kept_minor, old.cancel_policy - 'freeUntil', old.state)
     or ((new.cancel_policy->'freeUntil', new.fee_floor_minor)
         is distinct from (old.cancel_policy->'freeUntil', old.fee_floor_minor)
       and not (event = 'retimed' and new.fee_floor_minor <= old.fee_floor_minor
         and coalesce((new.cancel_policy->>'freeUntil')::timestamptz, '-infinity')
           >= coalesce((old.cancel_policy->>'freeUntil')::timestamptz, '-infinity')))
     or (new.price_parts is distinct from old.price_parts
       and not (event = 'reseated'
         and jsonb_path_query_array(new.price_parts, '$[*].minor') = jsonb_path_query_array(old.price_parts, '$[*].minor')))
  then
    raise exception 'what was agreed changes only by an amendment' using errcode = 'HF004';
  end if;
  return new;
end $$;

create or replace trigger booking_items_agreed before update on booking_items
  for each row execute function guard_sold_item();
create or replace trigger booking_items_stay before delete on booking_items
  for each row execute function refuse_delete();

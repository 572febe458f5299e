-- Writes the orders of a batch that were decided as placed: orders, bookings, items, claims, places and stored
-- answers, in one statement. Returns the outcomes with the units that were written into the answers.
create or replace function write_orders(lines order_line[], bs booking_line[], items item_line[], want wanted, owners jsonb,
                                        bodies text[], outcomes jsonb[])
returns jsonb[] set search_path = public, pg_temp language plpgsql as $$
declare
  won int[] := array(select o.n from unnest(lines) o where outcomes[o.n]->>'outcome' = 'placed');
  claimed wanted_claim[] := array(
    select c from unnest(want.claims) c where owner_of(owners, c.booking_id) = any (won)
    order by c.unit_id, c.seat_no, c.starts_at);
  rates jsonb := (
    select jsonb_object_agg(b.business_id, tax_rate(b.business_id)) from (select distinct x.business_id from unnest(bs) x) b);
  names jsonb := case when cardinality(want.picks) > 0 then names_of(claimed) else '{}' end;
  units jsonb;
  o order_line;
  answers int;
begin
  if cardinality(won) = 0 then return outcomes; end if;
  foreach o in array lines loop
    continue when o.n <> all (won) or coalesce(o.unit_places, '[]') = '[]';
    units := units_shown(o.unit_places, names);
    bodies[o.n] := with_units(bodies[o.n]::jsonb, o.unit_places, units);
    outcomes[o.n] := jsonb_build_object('outcome', 'placed', 'units', units);
  end loop;
  with placed as (
    insert into orders (id, customer_id, contact_name, contact_phone, locale, currency, total_minor, client_ip, placed_by,
      placed_from, request_id, created_at)
    select l.id, l.customer_id, coalesce(l.contact_name, ''), l.contact_phone, coalesce(l.locale, 'ar'), l.currency,
      l.total_minor, l.client_ip, l.placed_by, l.placed_from, l.request_id, l.at
    from unnest(lines) l where l.n = any (won) order by l.n
  ), booked as (
    insert into bookings (business_id, id, order_id, reference, customer_id, customer_name, customer_phone, client_ip,
      location_id, source, status, reserved_at, pending_at, confirmed_at, payment_terms, acceptance, currency,
      total_minor, due_minor, cancel_policy, starts_at, ends_at, expires_at, extendable_until, accept_within_minutes,
      check_in_opens_minutes, created_at, updated_at)
    select b.business_id, b.id, b.order_id, b.reference, b.customer_id, coalesce(l.contact_name, ''), l.contact_phone,
      l.client_ip, b.location_id, coalesce(b.source, 'web'), b.status, b.reserved_at, b.pending_at, b.confirmed_at,
      b.payment_terms, b.acceptance, b.currency, b.total_minor, b.due_minor, b.cancel_policy, b.starts_at, b.ends_at,
      b.expires_at, b.extendable_until, b.accept_within_minutes, coalesce(b.check_in_opens_minutes, 60), l.at, l.at
    from unnest(bs) b join unnest(lines) l on l.id = b.order_id
    where l.n = any (won) order by l.n, b.business_id
  ), sold as (
    insert into booking_items (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at, quantity,
      claims_needed, pool_needed, price_minor, details, payment_terms, deposit_percent, due_minor, acceptance,
      cancel_policy, tax_basis_points, price_parts, sale_ends_at, accept_within_minutes, check_in_opens_minutes)
    select i.business_id, i.booking_id, i.id, i.position, i.kind, i.offering_id, i.starts_at, i.ends_at, i.quantity,
      i.claims_needed, i.pool_needed, i.price_minor, i.details, i.payment_terms, i.deposit_percent, i.due_minor,
      i.acceptance, i.cancel_policy, (rates->>i.business_id::text)::int, i.price_parts, i.sale_ends_at,
      i.accept_within_minutes, i.check_in_opens_minutes
    from unnest(items) i where owner_of(owners, i.booking_id) = any (won)
  ), owned as (
    insert into claims (business_id, unit_id, seat_no, booking_id, item_id, starts_at, ends_at, expires_at, passenger,
      generation, from_position, to_position, label)
    select c.business_id, c.unit_id, c.seat_no, c.booking_id, c.item_id, c.starts_at, c.ends_at, c.expires_at,
      c.passenger, c.generation, c.from_position, c.to_position, c.label
    from unnest(claimed) c
    on conflict do nothing
  ), counted as (
    insert into pool_claims (business_id, pool_id, bucket, booking_id, item_id, quantity, expires_at, generation)
    select b.business_id, b.pool_id, b.bucket, b.booking_id, b.item_id, b.quantity, b.expires_at, b.generation
    from unnest(want.buckets) b where owner_of(owners, b.booking_id) = any (won)
    order by b.business_id, b.pool_id, b.bucket
  ), answered as (
    insert into idempotency_keys as k (scope, key, fingerprint, status, body, created_at)
    select l.scope, l.key, l.fingerprint, 201, bodies[l.n]::json, l.at
    from unnest(lines) l where l.n = any (won) order by l.scope, l.key
    on conflict (scope, key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
      body = excluded.body, created_at = excluded.created_at
    where k.created_at <= excluded.created_at - interval '72 hours'
    returning 1
  )
  select count(*) into answers from answered;
  -- Does not happen under the locks that place_orders() took; a writer without them meets this.
  if answers < cardinality(won) then
    raise exception 'this key was answered meanwhile' using errcode = 'HF009';
  end if;
  return outcomes;
end $$;

alter function write_orders(order_line[], booking_line[], item_line[], wanted, jsonb, text[], jsonb[]) owner to holdfast_engine;
-- It reads no table, and joins what place_orders() was given.
alter function write_orders(order_line[], booking_line[], item_line[], wanted, jsonb, text[], jsonb[]) set enable_hashjoin = on;
revoke all on function write_orders(order_line[], booking_line[], item_line[], wanted, jsonb, text[], jsonb[]) from public;

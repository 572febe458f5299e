-- Places an order in one round trip and one transaction: idempotency row, limits, order, bookings, items, inventory,
-- answer.
-- plan: {order, bookings, items: rows by column name, wanted, wait, limits, idempotency, answer, answerUnits, judged:
-- the snapshot it was judged on, catalogues: [{businessId, version}], the same}. Raises HF001 taken, HF002 too many places, HF005 no longer on sale, HF009 the key
-- was answered meanwhile. Returns {outcome: placed|running, body}.
create or replace function place_order(context jsonb, plan jsonb) returns jsonb
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  idem jsonb := plan->'idempotency';
  answer jsonb := plan->'answer';
  want wanted := wanted_of(plan->'wanted');
  wait boolean := coalesce((plan->>'wait')::boolean, false);
  o orders := jsonb_populate_record(null::orders, plan->'order');
  b bookings;
  i booking_items;
  place jsonb;
  spot text[];
  owned uuid[];
begin
  perform enter(context);
  if not pg_try_advisory_xact_lock(hashtextextended((idem->>'scope') || '|' || (idem->>'key'), 0)) then
    return jsonb_build_object('outcome', 'running');
  end if;

  perform lock_holder(plan->'limits', o.customer_id, address_block(o.client_ip));
  perform assert_places(plan->'limits', o.customer_id, address_block(o.client_ip), (
    select sum(x.quantity)::int from jsonb_populate_recordset(null::booking_items, plan->'items') x));

  perform lock_units(want, wait);
  perform refuse_claimed(want);

  insert into orders (id, customer_id, contact_name, contact_phone, locale, currency, total_minor, client_ip, created_at)
  values (o.id, o.customer_id, coalesce(o.contact_name, ''), o.contact_phone, coalesce(o.locale, 'ar'), o.currency,
    o.total_minor, o.client_ip, app_now());

  for b in select * from jsonb_populate_recordset(null::bookings, plan->'bookings') order by business_id loop
    insert into bookings (business_id, id, order_id, reference, customer_id, customer_name, customer_phone, client_ip,
      location_id, source, status, payment_terms, acceptance, currency, total_minor, due_minor, cancel_policy,
      starts_at, ends_at, expires_at, extendable_until, paid_by,
      accept_within_minutes, check_in_opens_minutes, created_at)
    values (b.business_id, b.id, o.id, b.reference, o.customer_id, coalesce(o.contact_name, ''), o.contact_phone,
      o.client_ip, b.location_id, coalesce(b.source, 'web'), b.status, b.payment_terms, b.acceptance, b.currency,
      b.total_minor, b.due_minor, b.cancel_policy, b.starts_at, b.ends_at, b.expires_at, b.extendable_until,
      b.paid_by, b.accept_within_minutes, coalesce(b.check_in_opens_minutes, 60), app_now());
  end loop;

  for i in select * from jsonb_populate_recordset(null::booking_items, plan->'items') loop
    perform assert_open(i.business_id, i.sale_ends_at);
    insert into booking_items (business_id, booking_id, id, position, kind, offering_id, starts_at, ends_at, quantity,
      claims_needed, pool_needed, price_minor, details, payment_terms, deposit_percent, due_minor, acceptance,
      cancel_policy, tax_basis_points, price_parts, sale_ends_at, accept_within_minutes, check_in_opens_minutes)
    values (i.business_id, i.booking_id, i.id, i.position, i.kind, i.offering_id, i.starts_at, i.ends_at, i.quantity,
      i.claims_needed, i.pool_needed, i.price_minor, i.details, i.payment_terms, i.deposit_percent, i.due_minor,
      i.acceptance, i.cancel_policy, tax_rate(i.business_id), i.price_parts, i.sale_ends_at,
      i.accept_within_minutes, i.check_in_opens_minutes);
  end loop;

  perform take_claims(want);
  perform take_picks(want, wait);
  perform take_buckets(want);
  -- The claims hold their units, as is_catalogue_current() requires.
  if exists (
    select from jsonb_to_recordset(plan->'catalogues') c ("businessId" uuid, version bigint)
    where not is_catalogue_current(c."businessId", c.version)) then
    raise exception 'the catalogue was edited meanwhile' using errcode = 'HF005', detail = '{"what":"catalogue"}';
  end if;
  if is_edited_since(want, (plan->>'judged')::pg_snapshot) then
    perform assert_offered(want, plan->'items', '{}');
  end if;
  -- The units, picked ones included, are known only now: their names are written where the plan says.
  for place in select * from jsonb_array_elements(plan->'answerUnits') loop
    spot := array(select jsonb_array_elements_text(place->'path'));
    owned := array(select c.unit_id from claims c
      where c.business_id = (place->>'businessId')::uuid and c.booking_id = (place->>'bookingId')::uuid
        and c.item_id = (place->>'itemId')::uuid);
    answer := jsonb_set(answer, spot, (answer #> spot)
      || shown_units(place->>'kind', named_units((place->>'businessId')::uuid, owned)));
  end loop;

  -- The caller looked for the key on the snapshot it judged by. A copy that has committed since is found here:
  -- everything above is undone, and the caller looks again.
  insert into idempotency_keys as k (scope, key, fingerprint, status, body)
  values (idem->>'scope', idem->>'key', idem->>'fingerprint', 201, answer)
  on conflict (scope, key) do update set fingerprint = excluded.fingerprint, status = excluded.status,
    body = excluded.body, created_at = excluded.created_at
  where k.created_at <= app_now() - interval '72 hours';
  if not found then
    raise exception 'this key was answered meanwhile' using errcode = 'HF009';
  end if;
  return jsonb_build_object('outcome', 'placed', 'body', answer);
end $$;

alter function place_order(jsonb,jsonb) owner to holdfast_engine;
alter function place_order(jsonb,jsonb)
  set enable_seqscan = off
  set enable_hashjoin = off
  set enable_mergejoin = off
  set enable_bitmapscan = off
  set enable_hashagg = off
  set plan_cache_mode = force_generic_plan;
revoke all on function place_order(jsonb,jsonb) from public;
grant execute on function place_order(jsonb,jsonb) to holdfast_app;

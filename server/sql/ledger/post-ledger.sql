-- Writes one balanced transaction; writes nothing and returns false when its key exists.
-- doc: {id, kind, key, orderId, bookingId, paymentId, refundId, memo,
--   lines: [{kind, ownerId, gateway, amountMinor, currency}]}; lines in account order.
create or replace function post_ledger(doc jsonb) returns boolean
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  l record;
  account uuid;
  n int := 0;
begin
  if app_scope() <> 'platform' then
    raise exception 'only the platform writes the ledger' using errcode = '42501';
  end if;
  insert into ledger_transactions (id, kind, key, order_id, booking_id, payment_id, refund_id, actor, request_id, memo)
  values ((doc->>'id')::uuid, doc->>'kind', doc->>'key', (doc->>'orderId')::uuid, (doc->>'bookingId')::uuid,
    (doc->>'paymentId')::uuid, (doc->>'refundId')::uuid,
    coalesce(nullif(current_setting('app.actor', true), ''), session_user),
    nullif(current_setting('app.request_id', true), ''), coalesce(doc->>'memo', ''))
  on conflict (key) do nothing;
  if not found then return false; end if;
  for l in
    select x->>'kind' as kind, (x->>'ownerId')::uuid as owner_id, x->>'gateway' as gateway,
           (x->>'amountMinor')::bigint as amount_minor, x->>'currency' as currency
    from jsonb_array_elements(doc->'lines') x
    order by 1, 2, 3, 5
  loop
    insert into ledger_accounts (kind, owner_id, gateway, currency)
    values (l.kind, l.owner_id, l.gateway, l.currency) on conflict do nothing;
    -- "is not distinct from" uses no index, and there are as many accounts as people.
    if l.owner_id is null then
      select a.id into strict account from ledger_accounts a
      where a.kind = l.kind and a.owner_id is null and a.gateway is not distinct from l.gateway
        and a.currency = l.currency;
    else
      select a.id into strict account from ledger_accounts a
      where a.kind = l.kind and a.owner_id = l.owner_id and a.gateway is null and a.currency = l.currency;
    end if;
    n := n + 1;
    insert into ledger_entries (transaction_id, line, account_id, amount_minor, currency)
    values ((doc->>'id')::uuid, n, account, l.amount_minor, l.currency);
  end loop;
  return true;
end $$;

alter function post_ledger(jsonb) owner to holdfast_engine;
alter function post_ledger(jsonb)
  set plan_cache_mode = force_generic_plan;
revoke all on function post_ledger(jsonb) from public;
grant execute on function post_ledger(jsonb) to holdfast_app;

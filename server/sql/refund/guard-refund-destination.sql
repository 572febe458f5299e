-- Guarantee 8: money goes back where it came from (refund/refund-destination.ts). A venue's money is refunded at its
-- counter, a wallet's to that wallet, and only a card's may go to the payer's wallet.
create or replace function guard_refund_destination() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  p payments;
begin
  select * into p from payments x where x.id = new.payment_id;
  if (p.gateway = 'venue' and new.destination <> 'source')
     or (p.gateway = 'wallet' and new.destination <> 'wallet')
     or (new.destination = 'wallet' and p.customer_id is null) then
    raise exception 'what % paid does not go back to the %', p.gateway, new.destination
      using errcode = '23514', constraint = 'refund_goes_where_it_came_from', table = 'refunds';
  end if;
  return new;
end $$;

alter function guard_refund_destination() owner to holdfast_engine;
alter function guard_refund_destination()
  set plan_cache_mode = force_generic_plan;
revoke all on function guard_refund_destination() from public;

create or replace trigger refunds_destination before insert or update of destination on refunds
  for each row execute function guard_refund_destination();

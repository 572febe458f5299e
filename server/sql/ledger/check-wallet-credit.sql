-- Guarantee 8, at commit: a wallet is credited only with what a gateway really took for it, with its own reserve for
-- a payment that failed, and with a refund to the payer of money that the platform holds (a card's or a wallet's,
-- never a till's). Each once: by the transaction's key and the account the money came from.
create or replace function check_wallet_credit() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  a ledger_accounts;
  t ledger_transactions;
  p payments;
  r refunds;
  origin text;
begin
  select * into a from ledger_accounts x where x.id = new.account_id;
  if a.kind <> 'customer_wallet' then return null; end if;
  select * into t from ledger_transactions x where x.id = new.transaction_id;
  select * into p from payments x where x.id = t.payment_id;
  if p.customer_id is distinct from a.owner_id or p.currency is distinct from a.currency then
    origin := null;
  elsif t.kind = 'top_up' and t.key = 'payment:' || p.id || ':paid' and p.purpose = 'top_up'
     and takes_cards(p.gateway) and p.gateway_ref is not null
     and payment_is_taken(p.status) and p.captured_minor = new.amount_minor then
    origin := 'gateway_clearing';
  elsif t.kind = 'wallet_release' and t.key = 'payment:' || p.id || ':released' and p.gateway = 'wallet'
     and payment_fell_through(p.status) and exists (
       select from ledger_transactions h join ledger_entries e on e.transaction_id = h.id
       where h.key = 'payment:' || p.id || ':paid' and h.kind = 'wallet_hold'
         and e.account_id = a.id and e.amount_minor = -new.amount_minor) then
    origin := 'order_funds';
  elsif t.kind = 'refund_paid' and t.key = 'refund:' || t.refund_id || ':paid'
     and (takes_cards(p.gateway) or p.gateway = 'wallet') and p.captured_minor >= p.refunded_minor then
    select x.* into r from payment_shares s join refunds x on x.business_id = s.business_id and x.id = t.refund_id
    where s.payment_id = p.id and x.payment_id = p.id limit 1;
    if r.status = 'succeeded' and r.destination = 'wallet' and r.amount_minor = new.amount_minor then
      origin := 'refunds_payable';
    end if;
  end if;
  if origin is null or not exists (
    select from ledger_entries e join ledger_accounts x on x.id = e.account_id
    where e.transaction_id = t.id and e.amount_minor = -new.amount_minor and x.kind = origin
      and (x.kind <> 'gateway_clearing' or x.gateway = p.gateway)) then
    raise exception 'nothing was taken for what % puts into a wallet', t.key
      using errcode = '23514', constraint = 'wallet_credits_are_money', table = 'ledger_entries';
  end if;
  return null;
end $$;

alter function check_wallet_credit() owner to holdfast_engine;
alter function check_wallet_credit()
  set plan_cache_mode = force_generic_plan;
revoke all on function check_wallet_credit() from public;

drop trigger if exists wallet_credits_are_money on ledger_entries;
create constraint trigger wallet_credits_are_money after insert on ledger_entries
  deferrable initially deferred for each row when (new.amount_minor > 0) execute function check_wallet_credit();

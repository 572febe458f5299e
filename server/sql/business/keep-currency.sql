-- Amounts are in the minor unit of the business's currency, so it is fixed once something is offered: another
-- currency would change every price. Waits for offerings that are being written. Raises HF042.
create or replace function keep_currency() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  perform 1 from businesses b where b.id = old.id for update;
  if exists (select from offerings o where o.business_id = old.id) then
    raise exception 'the business has prices in %', old.currency using errcode = 'HF042';
  end if;
  return null;
end $$;

alter function keep_currency() owner to holdfast_engine;
revoke all on function keep_currency() from public;
grant execute on function keep_currency() to holdfast_app;

create or replace trigger businesses_keep_currency after update of currency on businesses
  for each row when (old.currency <> new.currency) execute function keep_currency();

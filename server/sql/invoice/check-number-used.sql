-- Refuses to commit a number that was drawn and not used (by an insert that did nothing on a conflict): it would
-- leave a gap.
create or replace function check_number_used() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if not exists (select from invoices i
                 where i.business_id = new.business_id and i.kind = new.kind and i.number = new.last) then
    raise exception 'number % of % was drawn for nothing', new.last, new.kind
      using errcode = 'HF004', constraint = 'invoice_numbers_without_gap';
  end if;
  return null;
end $$;

alter function check_number_used() owner to holdfast_engine;
alter function check_number_used()
  set plan_cache_mode = force_generic_plan;
revoke all on function check_number_used() from public;

drop trigger if exists invoice_number_used on invoice_counters;
create constraint trigger invoice_number_used after insert or update on invoice_counters
  deferrable initially deferred for each row execute function check_number_used();

-- The counter's row stays locked until the transaction ends: the next number is drawn when this one is sure, and a
-- transaction that is undone gives its number back.
create or replace function number_invoice() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  original invoices;
begin
  if app_scope() <> 'platform' then
    raise exception 'only the platform issues invoices' using errcode = '42501';
  end if;
  insert into invoice_counters as c (business_id, kind, last) values (new.business_id, new.kind, 1)
  on conflict (business_id, kind) do update set last = c.last + 1
  returning c.last into new.number;
  if new.original_id is null then return new; end if;
  select * into original from invoices i where i.business_id = new.business_id and i.id = new.original_id;
  if original.kind <> 'invoice'
     or (new.currency, new.rate_basis_points) is distinct from (original.currency, original.rate_basis_points)
     or original.gross_minor < new.gross_minor + (select coalesce(sum(i.gross_minor), 0) from invoices i
          where i.business_id = new.business_id and i.original_id = new.original_id) then
    raise exception 'a credit note gives back at most its invoice, at the same rate'
      using errcode = 'HF004', constraint = 'credits_within_invoice';
  end if;
  return new;
end $$;

alter function number_invoice() owner to holdfast_engine;
alter function number_invoice()
  set plan_cache_mode = force_generic_plan;
revoke all on function number_invoice() from public;

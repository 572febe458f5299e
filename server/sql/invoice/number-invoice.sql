-- The counter's row stays locked until the transaction ends: the next number is drawn only once this one is certain,
-- and a rollback returns its number. For each part of a payment, no item is credited beyond what was invoiced for it,
-- at the rate it was invoiced at, and no more is invoiced than was paid, corrections included.
create or replace function number_invoice() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  original invoices;
  paid bigint;
begin
  if app_scope() <> 'platform' then
    raise exception 'only the platform issues invoices' using errcode = '42501';
  end if;
  insert into invoice_counters as c (business_id, kind, last) values (new.business_id, new.kind, 1)
  on conflict (business_id, kind) do update set last = c.last + 1
  returning c.last into new.number;
  if new.gross_minor is distinct from (
      select sum(l."amountMinor") from jsonb_to_recordset(new.lines) l ("amountMinor" bigint)) then
    raise exception 'the lines of a document are its total' using errcode = 'HF004', constraint = 'lines_are_the_total';
  end if;
  if new.kind = 'invoice' then
    if new.amendment_id is null then return new; end if;
    select s.amount_minor into paid from payment_shares s
    where s.business_id = new.business_id and s.payment_id = new.payment_id and s.booking_id = new.booking_id;
    if paid is distinct from new.gross_minor + (
        select sum(case i.kind when 'invoice' then i.gross_minor else -i.gross_minor end) from invoices i
        where i.business_id = new.business_id and i.payment_id = new.payment_id and i.booking_id = new.booking_id
          and i.refund_id is null) then
      raise exception 'a correction invoices what another credited' using errcode = 'HF004', constraint = 'invoices_within_share';
    end if;
    return new;
  end if;
  select * into original from invoices i where i.business_id = new.business_id and i.id = new.original_id
    and i.payment_id = new.payment_id and i.booking_id = new.booking_id;
  -- Without an invoice of the same part of a payment, the table's own constraints refuse it.
  if not found then return new; end if;
  if original.kind <> 'invoice' or new.currency is distinct from original.currency
     or (select sum(case i.kind when 'invoice' then i.gross_minor else -i.gross_minor end) from invoices i
         where i.business_id = new.business_id and i.payment_id = new.payment_id and i.booking_id = new.booking_id)
       < new.gross_minor
     or exists (
       select from (
         select i.kind, i.rate_basis_points, i.lines from invoices i
         where i.business_id = new.business_id and i.payment_id = new.payment_id and i.booking_id = new.booking_id
         union all select new.kind, new.rate_basis_points, new.lines) d
       cross join lateral jsonb_to_recordset(d.lines) l ("itemId" uuid, "rateBasisPoints" int, "amountMinor" bigint)
       group by l."itemId", coalesce(l."rateBasisPoints", d.rate_basis_points)
       having sum(case d.kind when 'invoice' then l."amountMinor" else -l."amountMinor" end) < 0) then
    raise exception 'a credit note gives back at most what is invoiced, at the same rate'
      using errcode = 'HF004', constraint = 'credits_within_invoice';
  end if;
  return new;
end $$;

alter function number_invoice() owner to holdfast_engine;
alter function number_invoice()
  set plan_cache_mode = force_generic_plan;
revoke all on function number_invoice() from public;

create or replace trigger invoices_number before insert on invoices
  for each row execute function number_invoice();

-- Why: whoever pays gets a tax invoice (ZATCA, first phase), whoever gets money back its credit note: numbered without a
-- gap by the database itself, one for each share of a payment and for each refund, never edited. Locks: new tables only.

-- A business that never wrote its own is not registered for VAT, and sells under its name in the catalogue.
create table tax_settings (
  business_id uuid primary key references businesses,
  -- A QR tag holds 255 bytes (ZATCA, QR code annex): an Arabic letter takes two.
  seller_name_ar text not null check (octet_length(seller_name_ar) between 1 and 255),
  seller_name_en text not null check (octet_length(seller_name_en) between 1 and 255),
  vat_number text check (vat_number ~ '^3[0-9]{13}3$'),
  rate_basis_points int not null default 1500 check (rate_basis_points between 0 and 10000),
  address_ar text not null default '',
  address_en text not null default '',
  created_at timestamptz not null default app_now(),
  updated_at timestamptz not null default app_now(),
  version int not null default 1
);
create trigger tax_settings_version before update on tax_settings
  for each row execute function bump_version();

create table invoice_counters (
  business_id uuid not null references businesses,
  kind text not null check (kind in ('invoice', 'credit_note')),
  last bigint not null check (last >= 1),
  primary key (business_id, kind)
);

create table invoices (
  business_id uuid not null references businesses,
  id uuid not null,
  kind text not null check (kind in ('invoice', 'credit_note')),
  -- Given by number_invoice(); whatever the insert says is overwritten.
  number bigint not null,
  payment_id uuid not null,
  booking_id uuid not null,
  refund_id uuid,
  original_id uuid,
  buyer_name text not null default '',
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net_minor bigint not null check (net_minor >= 0),
  vat_minor bigint not null check (vat_minor >= 0),
  gross_minor bigint not null check (gross_minor > 0),
  -- 0 where the seller has no VAT number, or sells what is zero-rated.
  rate_basis_points int not null check (rate_basis_points between 0 and 10000),
  -- [{name: {ar, en}, quantity, covers, priceMinor, amountMinor}]
  lines jsonb not null,
  -- {name: {ar, en}, vatNumber, address: {ar, en}, timezone}, as it was that day.
  seller jsonb not null,
  issued_at timestamptz not null default app_now(),
  primary key (business_id, id),
  constraint invoice_number_once unique (business_id, kind, number),
  constraint one_credit_note_per_refund unique (business_id, refund_id),
  constraint invoice_of_a_share unique (business_id, id, payment_id, booking_id),
  foreign key (business_id, payment_id, booking_id) references payment_shares,
  foreign key (business_id, refund_id) references refunds,
  -- A credit note corrects the invoice of the same share.
  constraint credits_its_invoice foreign key (business_id, original_id, payment_id, booking_id)
    references invoices (business_id, id, payment_id, booking_id),
  constraint credit_note_names_both check (
    (refund_id is not null) = (kind = 'credit_note') and (original_id is not null) = (kind = 'credit_note')),
  constraint net_and_vat_are_gross check (net_minor + vat_minor = gross_minor)
);
create unique index one_invoice_per_share on invoices (business_id, payment_id, booking_id) where kind = 'invoice';
create index invoices_id on invoices (id);
create index invoices_booking on invoices (business_id, booking_id);
create index invoices_original on invoices (business_id, original_id) where original_id is not null;
create trigger invoices_append_only before update or delete on invoices
  for each row execute function refuse_change();
create trigger invoices_no_truncate before truncate on invoices
  for each statement execute function refuse_change();

-- The counter's row stays locked until the transaction ends: the next number is drawn when this one is sure, and a
-- transaction that is undone gives its number back.
create function number_invoice() returns trigger
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
create trigger invoices_number before insert on invoices
  for each row execute function number_invoice();

-- A number that was drawn and not used (an insert that did nothing on a conflict) would be a gap: it is not committed.
create function check_number_used() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if not exists (select from invoices i
                 where i.business_id = new.business_id and i.kind = new.kind and i.number = new.last) then
    raise exception 'number % of % was drawn for nothing', new.last, new.kind
      using errcode = 'HF004', constraint = 'invoice_numbers_without_gap';
  end if;
  return null;
end $$;
create constraint trigger invoice_number_used after insert or update on invoice_counters
  deferrable initially deferred for each row execute function check_number_used();
create trigger invoice_counters_stay before delete on invoice_counters
  for each row execute function refuse_delete();

-- Who sees an invoice: the customer by the booking, the business its own. Who writes it: the platform alone.
do $$
declare
  t text;
begin
  foreach t in array array['tax_settings', 'invoice_counters', 'invoices'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy engine on %I to holdfast_engine using (true) with check (true)', t);
    execute format('create policy platform on %I to holdfast_app using ((select app_scope()) = ''platform'')
      with check ((select app_scope()) = ''platform'')', t);
    execute format('grant select on %I to holdfast_app, holdfast_engine', t);
  end loop;
end $$;
grant insert, update on tax_settings to holdfast_app;
grant insert, update on invoice_counters to holdfast_engine;
grant insert on invoices to holdfast_app;
create policy own on tax_settings to holdfast_app using (
  (select app_scope()) = 'member' and business_id = (select app_business()))
  with check ((select app_scope()) = 'member' and business_id = (select app_business()));
-- What stands on every invoice anyway, for whoever has a booking there: a quote says how much VAT goes back.
create policy printed on tax_settings for select to holdfast_app using (
  exists (select from bookings b where b.business_id = tax_settings.business_id));
create policy own on invoices for select to holdfast_app using (
  ((select app_scope()) = 'member' and business_id = (select app_business()))
  or exists (select from bookings b where b.business_id = invoices.business_id and b.id = invoices.booking_id));

do $$
declare
  door text;
begin
  foreach door in array array['number_invoice()', 'check_number_used()'] loop
    execute format('alter function %s owner to holdfast_engine', door);
    execute format('alter function %s set plan_cache_mode = force_generic_plan', door);
    execute format('revoke all on function %s from public', door);
  end loop;
end $$;

-- Why: whoever pays gets a tax invoice (ZATCA, first phase), whoever gets money back its credit note: numbered without a
-- gap by the database itself, one for each share of a payment and for each refund, never edited. Locks: new tables only.
-- Applied before as: 7e372150307e860fe2b65cc5f7a98bffb143753f8eeb1f5f1199e30eda670c04

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

-- Who sees an invoice: the customer by the booking, the business its own. Who writes it: the platform alone.
do $$
declare
  t text;
begin
  foreach t in array array['tax_settings', 'invoice_counters', 'invoices'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('grant select on %I to holdfast_app, holdfast_engine', t);
  end loop;
end $$;
grant insert, update on tax_settings to holdfast_app;
grant insert, update on invoice_counters to holdfast_engine;
grant insert on invoices to holdfast_app;

-- Why: whoever judges an order from what a business has set up (hours, staff, prices, terms, trips, …) must learn when it is
-- placed whether that was edited meanwhile. Every business gets a number that each committed edit raises. Existing
-- businesses begin at 1. Locks: businesses for a moment (a foreign key); nothing is rewritten.

create table catalogue_versions (
  business_id uuid primary key references businesses,
  version bigint not null
);
comment on column catalogue_versions.version is 'how many transactions have edited the catalogue, see note_catalogue_edit()';
insert into catalogue_versions (business_id, version) select id, 1 from businesses;

-- Edits under way: a row exists only within the transaction that edits, and makes it raise the version when it commits.
create table catalogue_edits (
  business_id uuid not null,
  edited_by xid8 not null,
  primary key (business_id, edited_by)
);

alter table catalogue_versions enable row level security, force row level security;
alter table catalogue_edits enable row level security, force row level security;
grant select, insert, update on catalogue_versions to holdfast_engine;
grant select, insert, delete on catalogue_edits to holdfast_engine;

-- A row that must never change once written: events, audit, and later the ledger.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% rows are append-only', tg_table_name using errcode = 'HF004';
end $$;

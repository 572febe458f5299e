-- Refuses changes to rows that are immutable once written: events, audit and ledger.
create or replace function refuse_change() returns trigger set search_path = public, pg_temp language plpgsql as $$
begin
  raise exception '% rows are append-only', tg_table_name using errcode = 'HF004';
end $$;

create or replace trigger audit_log_append_only before delete or update on audit_log
  for each row execute function refuse_change();
create or replace trigger audit_log_no_truncate before truncate on audit_log
  for each statement execute function refuse_change();
create or replace trigger booking_events_append_only before delete or update on booking_events
  for each row execute function refuse_change();
create or replace trigger booking_events_no_truncate before truncate on booking_events
  for each statement execute function refuse_change();
create or replace trigger event_seals_append_only before delete or update on event_seals
  for each row execute function refuse_change();
create or replace trigger event_seals_no_truncate before truncate on event_seals
  for each statement execute function refuse_change();
create or replace trigger invoices_append_only before delete or update on invoices
  for each row execute function refuse_change();
create or replace trigger invoices_no_truncate before truncate on invoices
  for each statement execute function refuse_change();
create or replace trigger ledger_entries_append_only before delete or update on ledger_entries
  for each row execute function refuse_change();
create or replace trigger ledger_entries_no_truncate before truncate on ledger_entries
  for each statement execute function refuse_change();
create or replace trigger ledger_transactions_append_only before delete or update on ledger_transactions
  for each row execute function refuse_change();
create or replace trigger ledger_transactions_no_truncate before truncate on ledger_transactions
  for each statement execute function refuse_change();
create or replace trigger payment_events_append_only before delete or update on payment_events
  for each row execute function refuse_change();
create or replace trigger payment_events_no_truncate before truncate on payment_events
  for each statement execute function refuse_change();

create or replace function refuse_delete() returns trigger set search_path = public, pg_temp language plpgsql as $$
begin
  raise exception '% rows are never deleted', tg_table_name using errcode = 'HF004';
end $$;

create or replace trigger bookings_stay before delete on bookings
  for each row execute function refuse_delete();
create or replace trigger invoice_counters_stay before delete on invoice_counters
  for each row execute function refuse_delete();
create or replace trigger payments_stay before delete on payments
  for each row execute function refuse_delete();
create or replace trigger refunds_stay before delete on refunds for each row execute function refuse_delete();

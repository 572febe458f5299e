-- An order is held as a whole while anything of it is to be paid. When nothing remains to be paid (paid, cancelled,
-- or changed to cost nothing first), confirms the rest: nobody could pay for it, and it would expire. Returns how
-- many bookings were confirmed.
create or replace function confirm_undue(target uuid) returns int
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  b bookings;
  done int := 0;
begin
  -- Most orders are one booking, with nothing held any more.
  if not exists (select from bookings x where x.order_id = target and x.status = 'reserved') then return 0; end if;
  perform lock_order(target);
  if exists (select from bookings x where x.order_id = target and x.status = 'reserved' and x.expires_at > app_now()
             and x.due_minor > 0) then
    return 0;
  end if;
  for b in
    select * from bookings x where x.order_id = target and x.status = 'reserved' and x.expires_at > app_now()
    order by x.business_id, x.id
  loop
    perform move_booking(b.id, case when b.acceptance = 'manual' then 'pending' else 'confirmed' end,
      'nothing of its order is due any more', null, null, '{"kind": "nothing-due"}', null);
    done := done + 1;
  end loop;
  return done;
end $$;

alter function confirm_undue(uuid) owner to holdfast_engine;
revoke all on function confirm_undue(uuid) from public;
grant execute on function confirm_undue(uuid) to holdfast_app;

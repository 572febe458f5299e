-- Two owners who remove each other at once must not both succeed: both lock the business row first.
create or replace function keep_an_owner() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if old.role <> 'owner' or (tg_op = 'UPDATE' and new.role = 'owner') then return null; end if;
  perform 1 from businesses where id = old.business_id for no key update;
  if not exists (select 1 from members where business_id = old.business_id and role = 'owner') then
    raise exception 'a business keeps an owner' using errcode = '23514', constraint = 'business_keeps_an_owner',
      table = 'members';
  end if;
  return null;
end $$;

alter function keep_an_owner() owner to holdfast_engine;
revoke all on function keep_an_owner() from public;
grant execute on function keep_an_owner() to holdfast_app;

create or replace trigger members_keep_an_owner after delete or update of role on members
  for each row execute function keep_an_owner();

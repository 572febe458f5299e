-- Returns the id of the person with this number, created if new: a member may be named before they first sign in.
create or replace function person_of_phone(wanted text, new_id uuid) returns uuid
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  person uuid;
begin
  insert into users (id, phone) values (new_id, wanted)
  on conflict (phone) do nothing returning id into person;
  if person is null then
    select u.id into person from users u where u.phone = wanted;
  end if;
  return person;
end $$;

alter function person_of_phone(text,uuid) owner to holdfast_engine;
revoke all on function person_of_phone(text,uuid) from public;
grant execute on function person_of_phone(text,uuid) to holdfast_app;

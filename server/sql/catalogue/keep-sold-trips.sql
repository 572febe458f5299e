create or replace function keep_sold_trips() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  -- A claim being written holds its unit by its foreign key: either it is seen here, or it sees the new status.
  perform 1 from units u where u.business_id = old.business_id and u.id = old.id for update;
  if exists (
    select 1 from claims c where c.business_id = old.business_id and c.unit_id = old.id and c.blocking
      and (c.expires_at is null or c.expires_at > app_now())) then
    raise exception 'trip % is sold', old.id using errcode = '23503',
      detail = format('Trip %s is still referenced from table "claims".', old.id);
  end if;
  return new;
end $$;

alter function keep_sold_trips() owner to holdfast_engine;
revoke all on function keep_sold_trips() from public;
grant execute on function keep_sold_trips() to holdfast_app;

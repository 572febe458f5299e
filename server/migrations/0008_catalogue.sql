-- Why: what editing the catalogue needs beyond its tables: members known by phone, a business that never
-- loses its last owner, seats and trips that cannot go while they are sold, search that forgives spelling.
-- Locks: brief, for triggers on members, vehicle_seats and trips.

-- The people of a business know each other, as far as its own requests reach.
create policy colleagues on users for select to holdfast_app using (
  (select app_scope()) = 'member' and exists (
    select 1 from members m where m.user_id = users.id and m.business_id = (select app_business())));

-- A member may be named before they ever signed in. Answers the person's id, whether made now or known.
create function person_of_phone(wanted text, new_id uuid, new_name text) returns uuid
security definer set search_path = public, pg_temp language plpgsql as $$
declare
  person uuid;
begin
  insert into users (id, phone, name) values (new_id, wanted, coalesce(new_name, ''))
  on conflict (phone) do nothing returning id into person;
  if person is null then
    select u.id into person from users u where u.phone = wanted;
  end if;
  return person;
end $$;

-- Two owners who remove each other at once must not both succeed: the business row is their queue.
create function keep_an_owner() returns trigger
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
create trigger members_keep_an_owner after update of role or delete on members
  for each row execute function keep_an_owner();

-- Worded like a foreign key's refusal, because that is what it is: a claim points at the seat by number.
create function keep_sold_seats() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (
    select 1 from trips t join claims c on c.business_id = t.business_id and c.unit_id = t.id
      and c.blocking and c.seat_no = old.seat_no and (c.expires_at is null or c.expires_at > app_now())
    where t.business_id = old.business_id and t.vehicle_id = old.vehicle_id) then
    raise exception 'seat % is sold', old.label using errcode = '23503',
      detail = format('Seat %s is still referenced from table "claims".', old.label);
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger vehicle_seats_keep_sold before delete or update of seat_no, label on vehicle_seats
  for each row execute function keep_sold_seats();
create index trips_vehicle on trips (business_id, vehicle_id);

create function keep_sold_trips() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (
    select 1 from claims c where c.business_id = old.business_id and c.unit_id = old.id and c.blocking
      and (c.expires_at is null or c.expires_at > app_now())) then
    raise exception 'trip % is sold', old.id using errcode = '23503',
      detail = format('Trip %s is still referenced from table "claims".', old.id);
  end if;
  return new;
end $$;
create trigger trips_keep_sold before update of status, origin_at, vehicle_id on trips for each row
  when ((old.status, old.origin_at, old.vehicle_id) is distinct from (new.status, new.origin_at, new.vehicle_id)
    and (new.status <> 'scheduled' or old.status = 'scheduled'))
  execute function keep_sold_trips();

-- A timetable's boundaries are what seats are cut at: they stand still while any of its trips is sold.
create function keep_sold_timetable() returns trigger
security definer set search_path = public, pg_temp language plpgsql as $$
begin
  if exists (
    select 1 from (select distinct business_id, journey_id from changed) j
    join trips t on t.business_id = j.business_id and t.journey_id = j.journey_id
    join claims c on c.business_id = t.business_id and c.unit_id = t.id and c.blocking
      and (c.expires_at is null or c.expires_at > app_now())) then
    raise exception 'journey is sold' using errcode = '23503',
      detail = 'Journey is still referenced from table "claims".';
  end if;
  return null;
end $$;
create trigger journey_stops_keep_sold after delete on journey_stops
  referencing old table as changed for each statement execute function keep_sold_timetable();
create trigger journey_stops_keep_times after update on journey_stops
  referencing old table as changed for each statement execute function keep_sold_timetable();

-- Approved businesses that hold something like each of the words asked for, and how like (0 to 1). Runs as
-- the engine, because under row-level security the trigram operators may not use their index; hence it says
-- itself what the public may find.
create function matching_businesses(asked text) returns table (id uuid, likeness real)
stable security definer set search_path = public, pg_temp
set pg_trgm.word_similarity_threshold = 0.45 rows 50 language sql as $$
  with words as (
    select w, '%' || regexp_replace(w, '([%_\\])', '\\\1', 'g') || '%' as inside
    from regexp_split_to_table(search_fold(asked), '\s+') w where w <> '' limit 8
  ), longest as (select * from words order by length(w) desc limit 1)
  select b.id, (select avg(case when b.search_text like inside then 1 else word_similarity(w, b.search_text) end)::real
                from words)
  from businesses b
  where b.status = 'approved'
    and (b.search_text %> (select w from longest) or b.search_text like (select inside from longest))
    and not exists (select 1 from words where not (w <% b.search_text or b.search_text like inside))
$$;

do $$
declare
  door text;
begin
  foreach door in array array['person_of_phone(text, uuid, text)', 'keep_an_owner()', 'keep_sold_seats()',
    'keep_sold_trips()', 'keep_sold_timetable()', 'matching_businesses(text)'] loop
    execute format('alter function %s owner to holdfast_engine', door);
    execute format('revoke all on function %s from public', door);
    execute format('grant execute on function %s to holdfast_app', door);
  end loop;
end $$;

-- Why: what editing the catalogue needs beyond its tables: members known by phone, a business that never
-- loses its last owner, seats and trips that cannot go while they are sold, search that forgives spelling.
-- Locks: brief, for triggers on members, vehicle_seats and trips.

-- The people of a business know each other, as far as its own requests reach.
create policy colleagues on users for select to holdfast_app using (
  (select app_scope()) = 'member' and exists (
    select 1 from members m where m.user_id = users.id and m.business_id = (select app_business())));

-- A member may be named before they ever signed in. Answers the person's id, whether made now or known.
create function person_of_phone(wanted text, new_id uuid) returns uuid
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

-- Approved businesses with all of the words asked for, and while those do not fill a page also those with
-- something like each of them; with how like (0 to 1). Runs as the engine, because under row-level security
-- the trigram operators may not use their index; hence it says itself what the public may find. Without
-- enable_seqscan off the planner compares with every row: it takes word similarity for a cheap operator.
create function matching_businesses(asked text) returns table (id uuid, likeness real)
stable security definer set search_path = public, pg_temp
set pg_trgm.word_similarity_threshold = 0.45 set enable_seqscan = off rows 50 language plpgsql as $$
#variable_conflict use_column
declare
  words text[] := array(
    select w from regexp_split_to_table(search_fold(asked), '\s+') w where w <> ''
    order by length(w) desc limit 8);
  inside text[] := array(
    select '%' || regexp_replace(w, '([%_\\])', '\\\1', 'g') || '%' from unnest(words) w);
  found_exactly int;
begin
  if cardinality(words) = 0 then return; end if;
  return query
  select b.id, 1::real from businesses b
  where b.status = 'approved' and b.search_text like inside[1] and b.search_text like all (inside);
  get diagnostics found_exactly = row_count;
  if found_exactly >= 20 then return; end if;
  return query
  select b.id, (select 0.99 * avg(word_similarity(w, b.search_text)) from unnest(words) w)::real
  from businesses b
  where b.status = 'approved' and b.search_text %> words[1] and not b.search_text like all (inside)
    and not exists (
      select 1 from unnest(words) w where not (w <% b.search_text or strpos(b.search_text, w) > 0));
end $$;

-- How far the nearest open location of each approved business is, in metres: the great circle by the
-- haversine formula on a sphere of 6,371 km. As the engine, to look at every location once and not once
-- more for each row's policy.
create function business_distances(latitude double precision, longitude double precision)
returns table (id uuid, meters bigint)
stable security definer set search_path = public, pg_temp rows 1000 language sql as $$
  select l.business_id, min(round(2 * 6371000 * asin(least(1, sqrt(
    power(sin(radians(l.latitude - $1) / 2), 2)
    + cos(radians($1)) * cos(radians(l.latitude)) * power(sin(radians(l.longitude - $2) / 2), 2))))))::bigint
  from locations l join businesses b on b.id = l.business_id and b.status = 'approved'
  where l.active and l.latitude is not null
  group by l.business_id
$$;

do $$
declare
  door text;
begin
  foreach door in array array['person_of_phone(text, uuid)', 'keep_an_owner()', 'keep_sold_seats()',
    'keep_sold_trips()', 'keep_sold_timetable()', 'matching_businesses(text)',
    'business_distances(double precision, double precision)'] loop
    execute format('alter function %s owner to holdfast_engine', door);
    execute format('revoke all on function %s from public', door);
    execute format('grant execute on function %s to holdfast_app', door);
  end loop;
end $$;

-- Why: a seat is cut at stops, not at minutes. Every trip carries a frozen list of stops (its timetable) and a seat is
-- claimed from position to position of it, so that new times move nothing that is sold; a seat keeps its number for ever.
-- Locks: timetables, trips, vehicle_seats and claims are rewritten or indexed anew once, while nothing else may use them
-- (about 10 s for a million claims).
-- Applied before as: 57e62f99a7aff8baaee9576fdc881cf0e5f5278011f1ba8c28c6c53fedf1718c

-- A journey's timetables: the current one, which trips are made with, and those that trips were made with before or
-- were given by themselves. The rows of one that a trip has never change: an edit makes another.
create table timetables (
  business_id uuid not null,
  id uuid not null,
  journey_id uuid not null,
  is_current boolean not null,
  -- What earlier timetables of the same trips used: never another stop's.
  retired_positions int[] not null default '{}',
  primary key (business_id, id),
  unique (business_id, id, journey_id),
  foreign key (business_id, journey_id) references journeys on delete cascade
);
create unique index timetables_current on timetables (business_id, journey_id) where is_current;
create index timetables_journey on timetables (business_id, journey_id);
alter table timetables enable row level security;
alter table timetables force row level security;
grant select, insert, update, delete on timetables to holdfast_app;
grant select on timetables to holdfast_engine;

-- What was the journey's own list becomes its first timetable, of the same id; trips made so far carry it.
insert into timetables (business_id, id, journey_id, is_current)
select business_id, id, id, true from journeys;
alter table journey_stops rename to timetable_stops;
alter table timetable_stops rename column journey_id to timetable_id;
alter table timetable_stops drop constraint journey_stops_business_id_journey_id_fkey;
alter table timetable_stops rename constraint journey_stops_pkey to timetable_stops_pkey;
alter table timetable_stops rename constraint journey_stops_business_id_journey_id_boundary_seconds_key
  to timetable_stops_boundary_once;
alter table timetable_stops rename constraint journey_stops_business_id_stop_id_fkey to timetable_stops_business_id_stop_id_fkey;
alter table timetable_stops rename constraint journey_stops_check to timetable_stops_check;
alter table timetable_stops rename constraint journey_stops_position_check to timetable_stops_position_check;
alter index journey_stops_stop rename to timetable_stops_stop;
-- A dated trip may be moved to before the service day it counts from.
alter table timetable_stops drop constraint journey_stops_arrives_seconds_check;
-- Positions are what claims name and never change. They stand a thousand apart, so that a stop can be added in between.
alter table timetable_stops drop constraint timetable_stops_pkey;
update timetable_stops set position = position * 1000;
alter table timetable_stops add constraint timetable_stops_pkey primary key (business_id, timetable_id, position);
alter table timetable_stops add foreign key (business_id, timetable_id) references timetables on delete cascade;

alter table trips add column timetable_id uuid;
alter table trips disable trigger user;
update trips set timetable_id = journey_id;
alter table trips enable trigger user;
alter table trips alter column timetable_id set not null;
alter table trips add constraint trips_timetable_id_fkey
  foreign key (business_id, timetable_id, journey_id) references timetables (business_id, id, journey_id);
create index trips_timetable on trips (business_id, timetable_id, origin_at);
drop index trips_origin;

-- A seat that is taken out is retired: its number and label belong together for ever.
alter table vehicle_seats add column retired_at timestamptz;
alter table vehicle_seats drop constraint vehicle_seats_seat_no_check;
alter table vehicle_seats add constraint vehicle_seats_seat_no_check check (seat_no >= 1);
alter table vehicle_seats drop constraint vehicle_seats_business_id_vehicle_id_row_no_column_no_key;
create unique index vehicle_seats_place_once on vehicle_seats (business_id, vehicle_id, row_no, column_no)
  where retired_at is null;

-- From where to where a seat is claimed, what was printed on it and in which vehicle; nothing for units without seats.
-- starts_at and ends_at of a seat's claim tell the times it was sold with and decide nothing.
alter table claims add column from_position int, add column to_position int, add column label text,
  add column vehicle_id uuid;
alter table claims disable trigger user;
-- Overdue holds free nothing for anybody by standing here, and may overlap what was sold since the trip was retimed.
update bookings set status = 'expired'
where status in ('reserved', 'pending') and expires_at <= statement_timestamp();
-- Seats sold by number that the vehicle has no more, by what their customers were told.
insert into vehicle_seats (business_id, vehicle_id, seat_no, label, row_no, column_no, retired_at)
select distinct on (t.business_id, t.vehicle_id, c.seat_no) t.business_id, t.vehicle_id, c.seat_no,
  coalesce((
    select s->>'label' from booking_items i, jsonb_array_elements(i.details->'seats') s
    where i.business_id = c.business_id and i.booking_id = c.booking_id and i.id = c.item_id
      and (i.quantity = 1 or s->>'passenger' = c.passenger) and not exists (
        select from vehicle_seats v where v.business_id = t.business_id and v.vehicle_id = t.vehicle_id
          and v.label = s->>'label')
    limit 1), 'retired') || '#' || c.seat_no, 0, 0, statement_timestamp()
from claims c join trips t on t.business_id = c.business_id and t.id = c.unit_id
where c.seat_no > 0 and not exists (
  select from vehicle_seats v where v.business_id = t.business_id and v.vehicle_id = t.vehicle_id
    and v.seat_no = c.seat_no);
-- A claim was cut at boundaries. Where those have moved since: from the last stop it can have begun at to the first it
-- can have ended at.
with cut as (
  select c.business_id, c.id, v.label, v.vehicle_id,
    coalesce((
      select max(s.position) from timetable_stops s where s.business_id = t.business_id
        and s.timetable_id = t.timetable_id and s.position < w.last
        and t.origin_at + make_interval(secs => s.boundary_seconds) <= c.starts_at), w.first) as from_position, w.last
  from claims c
  join trips t on t.business_id = c.business_id and t.id = c.unit_id
  join vehicle_seats v on v.business_id = t.business_id and v.vehicle_id = t.vehicle_id and v.seat_no = c.seat_no
  cross join lateral (
    select min(s.position) as first, max(s.position) as last from timetable_stops s
    where s.business_id = t.business_id and s.timetable_id = t.timetable_id) w
  where c.seat_no > 0)
update claims c set label = k.label, vehicle_id = k.vehicle_id, from_position = k.from_position, to_position = coalesce((
  select min(s.position) from trips t join timetable_stops s on s.business_id = t.business_id
    and s.timetable_id = t.timetable_id and s.position > k.from_position
    and t.origin_at + make_interval(secs => s.boundary_seconds) >= c.ends_at
  where t.business_id = c.business_id and t.id = c.unit_id), k.last)
from cut k where c.business_id = k.business_id and c.id = k.id;
alter table claims enable trigger user;
alter table claims add constraint seat_claim_is_cut check (
  case when seat_no = 0 then num_nonnulls(from_position, to_position, label, vehicle_id) = 0
    else num_nulls(from_position, to_position, label, vehicle_id) = 0 and from_position < to_position end);

alter table claims drop constraint claims_never_overlap;
alter table claims add constraint claims_never_overlap exclude using gist (
  business_id with =, unit_id with =, tstzrange(starts_at, ends_at) with &&) where (blocking and seat_no = 0);
alter table claims add constraint seat_claims_never_overlap exclude using gist (
  business_id with =, unit_id with =, seat_no with =, int4range(from_position, to_position) with &&)
  where (blocking and seat_no > 0);
drop index claims_unit;
create index claims_unit on claims (business_id, unit_id, starts_at, ends_at)
  include (expires_at, booking_id) where blocking and seat_no = 0;
create index claims_seat on claims (business_id, unit_id, seat_no, from_position, to_position)
  include (expires_at, booking_id) where blocking and seat_no > 0;

alter type wanted_claim add attribute from_position int, add attribute to_position int, add attribute label text;

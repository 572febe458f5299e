import type { Check } from "./check.ts";

/** Claimed seats with their trip, and their boarding and alighting stops in the trip's timetable of today. */
const OWNED = `
  select c.business_id, c.unit_id, c.item_id, c.booking_id, c.seat_no, c.label, c.vehicle_id, t.status, t.origin_at,
    t.vehicle_id as drives, f.stop_id as from_id, a.stop_id as to_id, f.boards, a.alights,
    a.arrives_seconds <= f.departs_seconds as is_coarse, f.departs_seconds, a.arrives_seconds,
    f.boundary_seconds as from_boundary, a.boundary_seconds as to_boundary
  from claims c
  left join trips t on t.business_id = c.business_id and t.id = c.unit_id
  left join timetable_stops f on f.business_id = t.business_id and f.timetable_id = t.timetable_id
    and f.position = c.from_position
  left join timetable_stops a on a.business_id = t.business_id and a.timetable_id = t.timetable_id
    and a.position = c.to_position
  where c.blocking and c.seat_no > 0 and (c.expires_at is null or c.expires_at > now())`;

/** Seats of trips: sold once for each part of the way, and existing in the vehicle. */
export const seatChecks: readonly Check[] = [
  {
    guarantee: 1,
    title: "no segment of a trip is sold twice on one seat",
    query: `
      select count(*) as checked, count(*) filter (where from_position < latest) as broken from (
        select from_position, max(to_position) over (
          partition by business_id, unit_id, seat_no order by from_position, to_position
          rows between unbounded preceding and 1 preceding) as latest
        from claims where blocking and seat_no > 0) c`,
  },
  {
    guarantee: 1,
    title: "every claimed seat is a seat of its trip's vehicle",
    query: `
      select count(*) as checked, count(*) filter (where not exists (
        select from vehicle_seats v where v.business_id = c.business_id and v.vehicle_id = c.drives
          and v.seat_no = c.seat_no and v.label = c.label and v.retired_at is null)) as broken
      from (${OWNED}) c`,
  },
  {
    guarantee: 1,
    title: "no seat number was ever used for another seat",
    query: `
      select count(*) as checked, count(*) filter (where v.label <> c.label) as broken
      from claims c join vehicle_seats v on v.business_id = c.business_id and v.vehicle_id = c.vehicle_id
        and v.seat_no = c.seat_no
      where c.seat_no > 0`,
  },
  {
    guarantee: 1,
    title: "every claimed seat is on an active trip, between stops for boarding and alighting",
    query: `
      select count(*) as checked, count(*) filter (
        where (status = 'scheduled' and boards and alights) is not true) as broken
      from (${OWNED}) c`,
  },
  {
    guarantee: 17,
    title: "a sold seat shows its stops and its trip's departure and arrival times",
    query: `
      select count(*) as checked, count(*) filter (
        where i.starts_at <> c.origin_at + make_interval(secs =>
            case when c.is_coarse then c.from_boundary else c.departs_seconds end)
          or i.ends_at <> c.origin_at + make_interval(secs =>
            case when c.is_coarse then c.to_boundary else c.arrives_seconds end)
          or i.details->'from'->>'id' <> c.from_id::text or i.details->'to'->>'id' <> c.to_id::text) as broken
      from (${OWNED}) c
      join booking_items i on i.business_id = c.business_id and i.booking_id = c.booking_id and i.id = c.item_id`,
  },
  {
    guarantee: 17,
    title: "every trip has stops to travel between",
    query: `
      select count(*) as checked, count(*) filter (where (
        select count(*) from timetable_stops s where s.business_id = t.business_id
          and s.timetable_id = t.timetable_id) < 2) as broken
      from trips t`,
  },
];

import type { Planting } from "../planting.ts";

const BLOCKING_SEAT = "blocking and seat_no > 0";
const UNGUARDED = [
  "alter table claims drop constraint seat_claims_never_overlap",
  "alter table claims drop constraint seat_claim_is_cut",
];

export const seatPlantings: readonly Planting[] = [
  {
    title: "a seat is sold twice",
    plant: [
      ...UNGUARDED,
      `insert into claims select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).*
        from claims c where ${BLOCKING_SEAT} limit 1`,
    ],
    sees: "no segment of a trip is sold twice on one seat",
  },
  {
    title: "a seat is sold beyond the stop where its next passenger boards",
    plant: [
      ...UNGUARDED,
      `update claims set to_position = to_position + 1 where ${BLOCKING_SEAT}
        and from_position = (select min(from_position) from claims where ${BLOCKING_SEAT})`,
    ],
    sees: "no segment of a trip is sold twice on one seat",
  },
  {
    title: "a seat is sold that the vehicle does not have",
    plant: `update claims set seat_no = 99 where id = (select id from claims where ${BLOCKING_SEAT} limit 1)`,
    sees: "every claimed seat is a seat of its trip's vehicle",
  },
  {
    title: "a sold seat is removed from the vehicle",
    plant: `update vehicle_seats v set retired_at = now() where exists (
      select from claims c where ${BLOCKING_SEAT} and c.seat_no = v.seat_no)`,
    sees: "every claimed seat is a seat of its trip's vehicle",
  },
  {
    title: "a seat's number is given to another seat",
    plant: "update vehicle_seats set label = 'WC' where seat_no = 1",
    sees: "no seat number was ever used for another seat",
  },
  {
    title: "a trip with passengers is cancelled",
    plant: `update trips set status = 'cancelled' where id in (select unit_id from claims where ${BLOCKING_SEAT})`,
    sees: "every claimed seat is on an active trip, between stops for boarding and alighting",
  },
  {
    title: "a seat is sold to a stop that the trip does not have",
    plant: [...UNGUARDED, `update claims set to_position = 9 where ${BLOCKING_SEAT}`],
    sees: "every claimed seat is on an active trip, between stops for boarding and alighting",
  },
  {
    title: "a trip is retimed but its bookings show the old time",
    plant: "update trips set origin_at = origin_at + interval '1 hour'",
    sees: "a sold seat shows its stops and its trip's departure and arrival times",
  },
  {
    title: "a trip has lost its stops",
    plant: "delete from timetable_stops where position > 1",
    sees: "every trip has stops to travel between",
  },
];

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
    sees: "no part of the way is sold twice on one seat",
  },
  {
    title: "a seat is sold beyond the stop where its next passenger boards",
    plant: [
      ...UNGUARDED,
      `update claims set to_position = to_position + 1 where ${BLOCKING_SEAT}
        and from_position = (select min(from_position) from claims where ${BLOCKING_SEAT})`,
    ],
    sees: "no part of the way is sold twice on one seat",
  },
  {
    title: "a seat is sold that the vehicle does not have",
    plant: `update claims set seat_no = 99 where id = (select id from claims where ${BLOCKING_SEAT} limit 1)`,
    sees: "every seat that is owned is a seat of the vehicle its trip is driven with",
  },
  {
    title: "a sold seat is removed from the vehicle",
    plant: `update vehicle_seats v set retired_at = now() where exists (
      select from claims c where ${BLOCKING_SEAT} and c.seat_no = v.seat_no)`,
    sees: "every seat that is owned is a seat of the vehicle its trip is driven with",
  },
  {
    title: "a seat's number is given to another seat",
    plant: "update vehicle_seats set label = 'WC' where seat_no = 1",
    sees: "a seat's number was never another seat's",
  },
  {
    title: "a trip with passengers is cancelled",
    plant: `update trips set status = 'cancelled' where id in (select unit_id from claims where ${BLOCKING_SEAT})`,
    sees: "every seat that is owned is on a trip that runs, between stops where people get on and off",
  },
  {
    title: "a seat is sold to a stop that the trip does not have",
    plant: [...UNGUARDED, `update claims set to_position = 9 where ${BLOCKING_SEAT}`],
    sees: "every seat that is owned is on a trip that runs, between stops where people get on and off",
  },
  {
    title: "a trip is retimed but its bookings show the old time",
    plant: "update trips set origin_at = origin_at + interval '1 hour'",
    sees: "a seat that is sold shows the stops it was sold for, and when its trip leaves and arrives",
  },
  {
    title: "a trip has lost its stops",
    plant: "delete from timetable_stops where position > 1",
    sees: "every trip has stops to travel between",
  },
];

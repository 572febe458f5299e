import type { Planting } from "../planting.ts";

const NO_EXCLUSION = "alter table claims drop constraint claims_never_overlap";
const NO_CAPACITY = "alter table pool_buckets drop constraint pool_within_capacity";

export const inventoryPlantings: readonly Planting[] = [
  {
    title: "a person's hour is sold twice",
    plant: [
      NO_EXCLUSION,
      `insert into claims select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).*
        from claims c where blocking and seat_no = 0 limit 1`,
    ],
    sees: "no two blocking claims on one unit overlap",
  },
  {
    title: "a claim is extended into the next customer's time",
    plant: [
      NO_EXCLUSION,
      "update claims set ends_at = ends_at + interval '3 hours' where blocking",
    ],
    sees: "no two blocking claims on one unit overlap",
  },
  {
    title: "a released claim blocks again beside its successor",
    plant: [
      NO_EXCLUSION,
      "update claims set blocking = true where generation = 1 and not blocking",
    ],
    sees: [
      "no two blocking claims on one unit overlap",
      "every booking that blocks owns everything its items need",
    ],
  },
  {
    title: "a night is sold beyond its rooms",
    plant: [NO_CAPACITY, "update pool_buckets set taken = capacity + 1"],
    sees: [
      "no bucket of a pool is sold beyond its capacity",
      "every bucket's count is the sum of its claims",
    ],
  },
  {
    title: "a room type has more rooms than its pool",
    plant: "update room_types set rooms = rooms + 1",
    sees: "every room type has a pool with the same number of rooms",
  },
  {
    title: "a night's count is lowered, so that it can be sold again",
    plant: "update pool_buckets set taken = taken - 1 where taken > 0",
    sees: "every bucket's count is the sum of its claims",
  },
  {
    title: "a coming night has more rooms than its pool",
    plant: "update pool_buckets set capacity = capacity + 1",
    sees: "every future bucket has the capacity of its pool",
  },
  {
    title: "a night's claim is deleted but its count stays",
    plant: "delete from pool_claims where blocking",
    sees: [
      "every bucket's count is the sum of its claims",
      "every booking that blocks owns everything its items need",
    ],
  },
  {
    title: "a confirmed booking loses its claim",
    plant: "delete from claims where blocking and seat_no = 0",
    sees: "every booking that blocks owns everything its items need",
  },
  {
    title: "a cancelled booking is set to confirmed by hand",
    plant: [
      "alter table bookings drop constraint booking_stamped",
      "update bookings set status = 'confirmed' where status = 'cancelled'",
    ],
    sees: "every booking that blocks owns everything its items need",
  },
  {
    title: "a cancelled booking's claim still blocks",
    plant: `update claims c set blocking = true from bookings b where b.business_id = c.business_id
      and b.id = c.booking_id and b.status = 'cancelled'`,
    sees: "no booking that is over blocks anything",
  },
  {
    title: "a confirmed booking's claim has an expiry",
    plant:
      "update claims set expires_at = now() + interval '1 day' where blocking and expires_at is null",
    sees: "a claim expires exactly when its booking's hold does",
  },
  {
    title: "the search shows expired holds as busy",
    plant: [
      `do $$ begin execute replace(pg_get_functiondef('busy_spans'::regproc),
        '(c.expires_at is null or c.expires_at > at)', 'true'); end $$`,
    ],
    sees: "no expired hold is shown as busy",
  },
  {
    title: "a booking is deleted but its claims and items stay",
    plant: "delete from bookings where id = (select booking_id from claims where blocking limit 1)",
    sees: "every row that belongs to a booking has its booking",
  },
  {
    title: "an order's only booking is deleted with everything that belongs to it",
    plant: [
      ...["claims", "booking_items", "booking_events"].map(
        (table) => `delete from ${table} where booking_id in (select id from bookings b
          where order_id in (select order_id from bookings group by 1 having count(*) = 1))`,
      ),
      "delete from bookings where order_id in (select order_id from bookings group by 1 having count(*) = 1)",
    ],
    sees: "every order has bookings, all created at the same moment",
  },
  {
    title: "a booking that needs no payment is held for payment",
    plant: `update bookings set status = 'reserved', reserved_at = now(), expires_at = '2099-01-01', due_minor = 0
      where id = (select id from bookings where status = 'confirmed' limit 1)`,
    sees: "nothing is held for payment when no payment is due",
  },
  {
    title: "a booking was added to an order later",
    plant: `update bookings set created_at = created_at + interval '1 hour' where id = (
      select (array_agg(id))[1] from bookings group by order_id having count(*) > 1)`,
    sees: "every order has bookings, all created at the same moment",
  },
  {
    title: "a business with holds is suspended directly in the database",
    plant: [
      "alter table businesses drop constraint business_stamped",
      `update businesses set status = 'suspended'
        where id in (select business_id from bookings where status in ('reserved', 'pending'))`,
    ],
    sees: "a business that is not approved has no holds, pending bookings or waiting amendments",
  },
];

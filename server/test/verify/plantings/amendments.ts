import type { Planting } from "../planting.ts";

const TOLD =
  "every applied amendment is in its booking's history, and every change there has its amendment";

export const amendmentPlantings: readonly Planting[] = [
  {
    title: "a booking costs less than its items",
    plant:
      "update bookings set total_minor = total_minor - 1 where status = 'confirmed' and due_minor = 0",
    sees: "every booking's total and amount due are the sums of its items'",
  },
  {
    title: "a booking has nothing due although its items do",
    plant: "update bookings set due_minor = 0 where due_minor > 0",
    sees: "every booking's total and amount due are the sums of its items'",
  },
  {
    title: "an item costs more than the sum of its price parts",
    plant: [
      "update booking_items set price_minor = price_minor + 100 where kind = 'rental'",
      "update bookings b set total_minor = total_minor + 100 where exists (select from booking_items i where i.booking_id = b.id and i.kind = 'rental')",
    ],
    sees: "every item's price is the sum of its price parts",
  },
  {
    title: "a hold for an amendment never expires",
    plant: "update claims set expires_at = null where amendment_id is not null and blocking",
    sees: "an amendment's inventory is held exactly as long as the amendment waits",
  },
  {
    title: "a withdrawn amendment still holds its place",
    plant: "update amendments set status = 'withdrawn' where status = 'awaitingPayment'",
    sees: "an amendment's inventory is held exactly as long as the amendment waits",
  },
  {
    title: "two amendments of one booking are open",
    plant: [
      "drop index one_open_amendment",
      `insert into amendments select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid()))).*
        from amendments a where status = 'awaitingPayment' limit 1`,
    ],
    sees: "a booking has at most one waiting amendment",
  },
  {
    title: "the place an open amendment needs is no longer held",
    plant: "update claims set blocking = false where amendment_id is not null and blocking",
    sees: "a waiting amendment's inventory is owned by the booking or held beside it",
  },
  {
    title: "a night that an open amendment needs is no longer held",
    plant: "update pool_claims set blocking = false where amendment_id is not null and blocking",
    sees: "a waiting amendment's inventory is owned by the booking or held beside it",
  },
  {
    title: "a completed booking still has an open amendment",
    plant: [
      "alter table bookings drop constraint booking_stamped",
      `update bookings b set status = 'completed' where exists (
        select from amendments a where a.booking_id = b.id and a.status = 'awaitingPayment')`,
    ],
    sees: "an amendment waits only while its booking is active",
  },
  {
    title: "an applied amendment is deleted",
    plant: "delete from amendments where status = 'applied'",
    sees: TOLD,
  },
  {
    title: "an amendment that was never applied is marked applied",
    plant: "update amendments set status = 'applied' where status = 'awaitingPayment'",
    sees: TOLD,
  },
  {
    title: "an amendment states another price than its booking",
    plant:
      "update amendments set price_after_minor = price_after_minor + 1 where status = 'applied'",
    sees: "a booking's price is that of its last amendment",
  },
  {
    title: "a fee is kept that no amendment states",
    plant: "update bookings set fee_minor = fee_minor + 100 where status = 'confirmed'",
    sees: "the fees kept for removed parts are those of the amendments",
  },
];

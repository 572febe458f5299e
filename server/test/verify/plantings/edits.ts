import type { Planting } from "../planting.ts";

const NOT_NAMED = "no booking is in time off or off sale unless the editor was told about it";

export const editPlantings: readonly Planting[] = [
  {
    title: "a rental unit with bookings is deleted",
    plant: "delete from rental_units",
    sees: "every future claim is for an existing staff member, rental unit or trip",
  },
  {
    title: "a staff member with coming appointments is deactivated directly in the database",
    plant: "update staff set active = false",
    sees: NOT_NAMED,
  },
  {
    title: "a rented unit is deactivated directly in the database",
    plant: "update rental_units set active = false",
    sees: NOT_NAMED,
  },
  {
    title: "time off is added over appointments directly in the database",
    plant: `insert into staff_exceptions (business_id, id, staff_id, kind, starts_at, ends_at)
      select c.business_id, gen_random_uuid(), c.unit_id, 'off', c.starts_at, c.ends_at
      from claims c join staff s on s.business_id = c.business_id and s.id = c.unit_id where c.blocking`,
    sees: NOT_NAMED,
  },
  {
    title: "the acknowledged bookings are removed from the audit trail",
    plant: "update audit_log set after = after - 'acknowledged' where after ? 'acknowledged'",
    sees: NOT_NAMED,
  },
];

import type { Planting } from "../planting.ts";

const NOT_NAMED =
  "nobody sold is in time off or off sale without having been named to whoever edited";

export const editPlantings: readonly Planting[] = [
  {
    title: "a rental unit is deleted under what is rented with it",
    plant: "delete from rental_units",
    sees: "whatever is claimed for a time to come is still a staff member, a rental unit or a trip",
  },
  {
    title: "a staff member with appointments to come is switched off behind the console",
    plant: "update staff set active = false",
    sees: NOT_NAMED,
  },
  {
    title: "a rented unit is switched off behind the console",
    plant: "update rental_units set active = false",
    sees: NOT_NAMED,
  },
  {
    title: "time off is written over appointments behind the console",
    plant: `insert into staff_exceptions (business_id, id, staff_id, kind, starts_at, ends_at)
      select c.business_id, gen_random_uuid(), c.unit_id, 'off', c.starts_at, c.ends_at
      from claims c join staff s on s.business_id = c.business_id and s.id = c.unit_id where c.blocking`,
    sees: NOT_NAMED,
  },
  {
    title: "what was acknowledged is taken out of the audit trail",
    plant: "update audit_log set after = after - 'acknowledged' where after ? 'acknowledged'",
    sees: NOT_NAMED,
  },
];

import { byKind } from "./by-kind.ts";
import type { Check } from "./check.ts";

/** Active claims for the future, with their items. */
const STANDING = `
  claims c join booking_items i on i.business_id = c.business_id and i.booking_id = c.booking_id and i.id = c.item_id
  where c.blocking and c.ends_at > app_now() and (c.expires_at is null or c.expires_at > app_now())`;

/** Whether the claimed unit exists. Stays are counted by a pool and have no claims. */
const IS_THERE = byKind("i.kind", {
  appointment: `exists (
    select from staff s where s.business_id = c.business_id and s.id = c.unit_id)`,
  rental: `exists (
    select from rental_units u where u.business_id = c.business_id and u.id = c.unit_id)`,
  seat: "exists (select from trips t where t.business_id = c.business_id and t.id = c.unit_id)",
  stay: "false",
});

/** Whether the claimed unit is inactive or away. Other checks cover trips. */
const IS_AWAY = byKind("i.kind", {
  appointment: `not exists (
      select from staff s where s.business_id = c.business_id and s.id = c.unit_id and s.active)
    or exists (
      select from staff_exceptions e where e.business_id = c.business_id and e.staff_id = c.unit_id
        and e.kind = 'off' and tstzrange(e.starts_at, e.ends_at) && case when c.amendment_id is null
          then tstzrange(i.starts_at, i.ends_at) else tstzrange(c.starts_at, c.ends_at) end)`,
  rental: `not exists (
    select from rental_units u where u.business_id = c.business_id and u.id = c.unit_id and u.active)`,
  seat: "false",
  stay: "false",
});

/** People who edit what others have booked are told whose bookings are affected. */
export const editChecks: readonly Check[] = [
  {
    guarantee: 17,
    title: "every future claim is for an existing staff member, rental unit or trip",
    query: `
      select count(*) as checked, count(*) filter (where ${IS_THERE} is not true) as broken
      from ${STANDING}`,
  },
  {
    guarantee: 17,
    title: "no booking is in time off or off sale unless the editor was told about it",
    query: `
      with beside as (
        select c.business_id, c.booking_id, ${IS_AWAY} as is_broken
        from ${STANDING})
      select count(*) as checked, count(*) filter (where is_broken and not exists (
        select from audit_log a where a.business_id = b.business_id
          and a.after->'acknowledged' ? b.booking_id::text)) as broken
      from beside b`,
  },
];

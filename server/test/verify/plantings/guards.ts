import type { Planting } from "../planting.ts";

const leak = (table: string) =>
  `create policy leak on ${table} for select to holdfast_app using (true)`;

export const guardPlantings: readonly Planting[] = [
  {
    title: "the constraint against overlaps is dropped",
    plant: "alter table claims drop constraint claims_never_overlap",
    sees: "the constraints against overlaps, overflows and duplicates are in force",
  },
  {
    title: "the constraint on status timestamps exists but was never validated",
    plant: [
      "alter table bookings drop constraint booking_stamped",
      "alter table bookings add constraint booking_stamped check (status <> 'x') not valid",
    ],
    sees: "the constraints against overlaps, overflows and duplicates are in force",
  },
  {
    title: "the trigger that makes events append-only is switched off",
    plant: "alter table booking_events disable trigger booking_events_append_only",
    sees: "the triggers that guard the lifecycle, sold inventory and edits are switched on",
  },
  {
    title: "the server's login is granted the engine's role",
    plant: "grant holdfast_engine to holdfast_server",
    sees: "the server's login cannot become the owner, and cannot hide a table behind a temporary one",
  },
  {
    title: "the server's login is made a superuser",
    plant: "alter role holdfast_server superuser",
    sees: "the server's login cannot become the owner, and cannot hide a table behind a temporary one",
  },
  {
    title: "a function loses its own search_path",
    plant: "alter function move_booking reset search_path",
    sees: "every engine function has its own search path",
  },
  {
    title: "the server may write amounts of payment shares",
    plant: "grant update on payment_shares to holdfast_app",
    sees: "the server may write only the payment columns it needs",
  },
  {
    title: "the trigger that checks status changes is dropped",
    plant: "drop trigger bookings_move on bookings",
    sees: "the triggers that guard the lifecycle, sold inventory and edits are switched on",
  },
  {
    title: "anyone may read every business",
    plant: leak("businesses"),
    sees: "a stranger sees no business that is not approved",
  },
  {
    title: "anyone may read every location",
    plant: leak("locations"),
    sees: "a stranger sees nothing on sale of a business that is not approved",
  },
  {
    title: "anyone may read every booking",
    plant: leak("bookings"),
    sees: "a stranger sees no booking, claim, member or audit row",
  },
  {
    title: "a table's row-level security is no longer forced",
    plant: "alter table claims no force row level security",
    sees: "every table of a business has row-level security, forced",
  },
  {
    title: "a business's table has a primary key without the business",
    plant: "create table business_notes (id uuid primary key, business_id uuid not null)",
    sees: [
      "every table of a business leads its primary key with business_id",
      "every table of a business has row-level security, forced",
    ],
  },
  {
    title: "the server's role may bypass policies",
    plant: "alter role holdfast_app bypassrls",
    sees: "the server works as a role that owns nothing and cannot bypass a policy",
  },
  {
    title: "the server's role owns a table",
    plant: [
      "grant create on schema public to holdfast_app",
      "alter table messages owner to holdfast_app",
    ],
    sees: "the server works as a role that owns nothing and cannot bypass a policy",
  },
  {
    title: "the server may write claims directly",
    plant: "grant update on claims to holdfast_app",
    sees: "the server may not write what only the engine's functions may write",
  },
];

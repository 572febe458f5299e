import { sql } from "kysely";
import { invalidAt, notFound } from "../../base/problem.ts";
import type { SharedRead } from "../../db/shared-read.ts";
import type { AppointmentFacts } from "./appointment-facts.ts";
import { type AppointmentOffer, appointmentStarts } from "./appointment-offers.ts";
import { lookedAt } from "./nearest-offers.ts";
import { type OfferPage, takePage } from "./offer-page.ts";
import type { RentalFacts } from "./rental-facts.ts";
import { type RentalOffer, rentalStarts } from "./rental-offers.ts";
import { exactWindow, roughWindow } from "./slot-window.ts";

/** `from` and `to` as `roughWindow` takes them. */
type Asked = { id: string; from: string; to: string };
type ServiceAsked = Asked & { staffId?: string };
type RentalAsked = Asked & { minutes?: number; units?: number };

/**
 * When a service is available, with any staff or one staff member: one query, however many staff.
 *
 * @throws Problem not-found; invalid-request for a bad window or staff who do not do the service
 */
export const serviceSlots: SharedRead<
  ServiceAsked,
  AppointmentFacts | null,
  OfferPage<AppointmentOffer>
> = {
  station: "slots",
  keyOf: ({ id, from, to, staffId }) => JSON.stringify([id, from, to, staffId]),
  groupOf: ({ id }) => id,
  check: ({ from, to }) => roughWindow(from, to),
  async read(db, asked) {
    const staff = asked.map(({ staffId }) => staffId ?? null);
    const { ids, froms, untils, times } = columnsOf(asked);
    const { rows } = await sql<{ facts: AppointmentFacts | null }>`
      select appointment_facts(q.id, q.staff, to_timestamp(q.from_at), to_timestamp(q.until_at),
        to_timestamp(q.at), '{}') as facts
      from unnest(${ids}::uuid[], ${staff}::uuid[], ${froms}::float8[], ${untils}::float8[],
        ${times}::float8[]) with ordinality q (id, staff, from_at, until_at, at, n) order by q.n`.execute(
      db,
    );
    return rows.map(({ facts }) => facts);
  },
  answer(facts, asked) {
    if (!facts) throw notFound("service");
    if (asked.staffId !== undefined && facts.staff.length === 0) {
      throw invalidAt(
        "/query/staffId",
        "هذا الموظف لا يقدم هذه الخدمة.",
        "This staff member does not offer this service.",
      );
    }
    const { from, until } = exactWindow(asked.from, asked.to, facts.offering.timezone);
    const starts = lookedAt(appointmentStarts(facts, from, until, asked.now));
    return takePage(starts, ({ staffIds }) => staffIds.length);
  },
};

/**
 * When a number of units of a rental are free together for a duration: by default one unit for the shortest.
 *
 * @throws Problem not-found; invalid-request for a bad window or a duration that is not offered
 */
export const rentalSlots: SharedRead<RentalAsked, RentalFacts | null, OfferPage<RentalOffer>> = {
  station: "slots",
  keyOf: ({ id, from, to, minutes, units }) => JSON.stringify([id, from, to, minutes, units]),
  groupOf: ({ id }) => id,
  check: ({ from, to }) => roughWindow(from, to),
  async read(db, asked) {
    const { ids, froms, untils, times } = columnsOf(asked);
    const { rows } = await sql<{ facts: RentalFacts | null }>`
      select rental_facts(q.id, to_timestamp(q.from_at), to_timestamp(q.until_at),
        to_timestamp(q.at), '{}') as facts
      from unnest(${ids}::uuid[], ${froms}::float8[], ${untils}::float8[], ${times}::float8[])
        with ordinality q (id, from_at, until_at, at, n) order by q.n`.execute(db);
    return rows.map(({ facts }) => facts);
  },
  answer(facts, asked) {
    if (!facts) throw notFound("rental");
    const { durationsMinutes } = facts;
    const minutes = asked.minutes ?? durationsMinutes[0] ?? 0;
    if (!durationsMinutes.includes(minutes)) {
      const allowed = durationsMinutes.join(", ");
      throw invalidAt(
        "/query/minutes",
        `المدد المسموحة بالدقائق: ${allowed}.`,
        `Allowed durations in minutes: ${allowed}.`,
      );
    }
    const { from, until } = exactWindow(asked.from, asked.to, facts.offering.timezone);
    const wish = { minutes, count: asked.units ?? 1 };
    return takePage(lookedAt(rentalStarts(facts, wish, from, until, asked.now)));
  },
};

/** The arguments that both kinds of facts take, one array for each; times in epoch seconds. */
function columnsOf(asked: readonly (Asked & { now: number })[]) {
  const windows = asked.map(({ from, to }) => roughWindow(from, to));
  return {
    ids: asked.map(({ id }) => id),
    froms: windows.map(({ from }) => from),
    untils: windows.map(({ until }) => until),
    times: asked.map(({ now }) => now / 1000),
  };
}

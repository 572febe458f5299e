import { type RawBuilder, sql } from "kysely";
import { invalidAt, notFound } from "../../base/problem.ts";
import type { Db } from "../../db/connection.ts";
import { appointmentFacts } from "./appointment-facts.ts";
import { type AppointmentOffer, appointmentStarts } from "./appointment-offers.ts";
import { lookedAt } from "./nearest-offers.ts";
import { type OfferPage, takePage } from "./offer-page.ts";
import { rentalFacts } from "./rental-facts.ts";
import { type RentalOffer, rentalStarts } from "./rental-offers.ts";
import { exactWindow, roughWindow } from "./slot-window.ts";

/** `from` and `to` as `roughWindow` takes them. */
type Asked = { id: string; from: string; to: string };

/**
 * When a service is available, with any staff or one staff member: one query, however many staff. `now` is epoch
 * milliseconds.
 *
 * @throws Problem not-found; invalid-request for a bad window or staff who do not do the service
 */
export async function pageServiceSlots(
  db: Db,
  asked: Asked & { staffId?: string },
  now: number,
): Promise<OfferPage<AppointmentOffer>> {
  const window = roughWindow(asked.from, asked.to);
  const { id: serviceId, staffId } = asked;
  const facts = await read(db, appointmentFacts({ serviceId, staffId }, window, now));
  if (!facts) throw notFound("service");
  if (staffId !== undefined && facts.staff.length === 0) {
    throw invalidAt(
      "/query/staffId",
      "هذا الموظف لا يقدم هذه الخدمة.",
      "This staff member does not offer this service.",
    );
  }
  const { from, until } = exactWindow(asked.from, asked.to, facts.offering.timezone);
  const starts = lookedAt(appointmentStarts(facts, from, until, now));
  return takePage(starts, ({ staffIds }) => staffIds.length);
}

/**
 * When a number of units of a rental are free together for a duration: by default one unit for the shortest.
 *
 * @throws Problem not-found; invalid-request for a bad window or a duration that is not offered
 */
export async function pageRentalSlots(
  db: Db,
  asked: Asked & { minutes?: number; units?: number },
  now: number,
): Promise<OfferPage<RentalOffer>> {
  const window = roughWindow(asked.from, asked.to);
  const facts = await read(db, rentalFacts(asked.id, window, now));
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
  return takePage(lookedAt(rentalStarts(facts, wish, from, until, now)));
}

async function read<Facts>(db: Db, facts: RawBuilder<Facts>): Promise<Facts | undefined> {
  const { rows } = await sql<{ facts: Facts }>`select ${facts} as facts`.execute(db);
  return rows[0]?.facts;
}

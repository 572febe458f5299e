import type { PlannedItem, Verdict } from "../../src/availability/planned-item.ts";
import type { AppointmentFacts } from "../../src/availability/slots/appointment-facts.ts";
import { listAppointmentOffers } from "../../src/availability/slots/appointment-offers.ts";
import { planAppointment } from "../../src/availability/slots/plan-appointment.ts";
import { at, daily } from "./slot-facts.ts";

// A Sunday; the weekend of the place under test does not matter.
export const DAY = "2026-11-22";
export const NOW = at("2026-11-20T12:00+03:00") * 1000;

export function plan(
  facts: AppointmentFacts,
  time: string,
  more: { staffId?: string; end?: string } = {},
) {
  const start = time.includes("T") ? time : `${DAY}T${time}:00+03:00`;
  return planAppointment(facts, { kind: "appointment", serviceId: "o", start, ...more }, NOW);
}

export function rules(verdict: Verdict): string[] | string {
  return verdict.verdict === "not-available"
    ? verdict.reasons.map(({ rule }) => rule)
    : verdict.verdict;
}

export function planned(verdict: Verdict): PlannedItem {
  if (verdict.verdict !== "bookable") throw new Error(JSON.stringify(verdict));
  return verdict.plan;
}

export function offers(
  facts: AppointmentFacts,
  from = `${DAY}T00:00+03:00`,
  until = "2026-11-23T00:00+03:00",
) {
  return listAppointmentOffers(facts, at(from), at(until), NOW);
}

export function times(facts: AppointmentFacts, from?: string, until?: string): string[] {
  return offers(facts, from, until).map(({ start }) => start.slice(11, 16));
}

export const nineToFive = { hours: daily(540, 1020) };

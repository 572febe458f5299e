import type { Terms } from "../../src/availability/planned-item.ts";
import type {
  AppointmentFacts,
  StaffFacts,
} from "../../src/availability/slots/appointment-facts.ts";
import type { OfferingFacts } from "../../src/availability/slots/offering-facts.ts";
import type { RentalFacts } from "../../src/availability/slots/rental-facts.ts";

export const terms: Terms = {
  paymentTerms: "venue",
  acceptance: "auto",
  depositPercent: 0,
  holdMinutes: 10,
  freeCancelHours: 24,
  cancelFeePercent: 0,
  cancelFeeMinor: 0,
  noShowFeePercent: 0,
  acceptWithinMinutes: null,
  checkInOpensMinutes: 60,
};

/** "2026-11-22T09:00:00+03:00" → epoch seconds. */
export function at(instant: string): number {
  return Temporal.Instant.from(instant).epochMilliseconds / 1000;
}

/** [weekday, from, until] for every weekday, minutes. */
export function daily(starts: number, ends: number): [number, number, number][] {
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => [weekday, starts, ends]);
}

/** A location open around the clock, with facts for all time, unless overridden. */
export function offering(changes: Partial<OfferingFacts> = {}): OfferingFacts {
  return {
    businessId: "b",
    catalogueVersion: 1,
    locationId: "l",
    offeringId: "o",
    name: { ar: "قص", en: "Cut" },
    currency: "SAR",
    onSale: true,
    timezone: "Asia/Riyadh",
    terms,
    leadMinutes: 0,
    horizonDays: 1000,
    hours: [],
    holidays: [],
    window: [-1e12, 1e12],
    ...changes,
  };
}

export function staff(changes: Partial<StaffFacts> = {}): StaffFacts {
  return {
    id: "s1",
    name: { ar: "سارة", en: "Sara" },
    active: true,
    scheduled: changes.windows !== undefined,
    windows: [],
    breaks: [],
    off: [],
    openings: [],
    busy: [],
    ...changes,
  };
}

/** A one-hour service, on the hour, with one staff member who follows business hours. */
export function appointment(
  changes: Partial<Omit<AppointmentFacts, "offering">> & { offering?: Partial<OfferingFacts> } = {},
): AppointmentFacts {
  return {
    durationMinutes: 60,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    stepMinutes: 60,
    priceMinor: 15_000,
    staff: [staff()],
    ...changes,
    offering: offering(changes.offering),
  };
}

/** Two simulators at 60.00 an hour, rented for one or two hours. */
export function rental(
  changes: Partial<Omit<RentalFacts, "offering">> & { offering?: Partial<OfferingFacts> } = {},
): RentalFacts {
  return {
    stepMinutes: 60,
    durationsMinutes: [60, 120],
    priceHourMinor: 6_000,
    prices: [],
    units: [
      { id: "u1", label: "u1", active: true, busy: [] },
      { id: "u2", label: "u2", active: true, busy: [] },
    ],
    ...changes,
    offering: offering(changes.offering),
  };
}

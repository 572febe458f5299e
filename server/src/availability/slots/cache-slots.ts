import { epochMs } from "../../base/time.ts";
import type { CacheRule } from "../cache-rule.ts";
import type { AppointmentFacts } from "./appointment-facts.ts";
import type { AppointmentItem } from "./appointment-item.ts";
import type { OfferingFacts } from "./offering-facts.ts";
import type { RentalFacts } from "./rental-facts.ts";
import type { RentalItem } from "./rental-item.ts";
import { DAY_SECONDS } from "./zone-offsets.ts";

/** Facts are read for four days before a start and nine after it, so a neighbour's serve all starts of these days. */
const BUCKET_SECONDS = 3 * DAY_SECONDS;
/** Hours that merge around midnight, holidays and clock changes reach two local days at most. */
const MARGIN_SECONDS = 3 * DAY_SECONDS;

/** Only with a staff member asked for: otherwise how busy each one is decides whose turn it is. */
export const cacheAppointment: CacheRule<AppointmentFacts, AppointmentItem> = {
  key: ({ serviceId, staffId, start }) =>
    staffId === undefined ? undefined : `${serviceId} ${staffId} ${bucketOf(start)}`,
  idle: (facts) => ({ ...facts, staff: facts.staff.map((one) => ({ ...one, busy: [] })) }),
  covers: ({ offering, durationMinutes }, { start }) => {
    const from = epochMs(start) / 1000;
    return isWithin(offering, from, from + durationMinutes * 60);
  },
  source: ({ offering }) => offering,
};

/** Only with the units asked for: otherwise how busy each one is decides which are taken. */
export const cacheRental: CacheRule<RentalFacts, RentalItem> = {
  key: ({ rentalId, unitIds, start }) => unitIds && `${rentalId} ${bucketOf(start)}`,
  idle: (facts) => ({ ...facts, units: facts.units.map((one) => ({ ...one, busy: [] })) }),
  covers: ({ offering }, { start, end }) =>
    isWithin(offering, epochMs(start) / 1000, epochMs(end) / 1000),
  source: ({ offering }) => offering,
};

function bucketOf(start: string): number {
  return Math.floor(epochMs(start) / 1000 / BUCKET_SECONDS);
}

function isWithin({ window: [first, last] }: OfferingFacts, from: number, until: number): boolean {
  return from - MARGIN_SECONDS >= first && until + MARGIN_SECONDS <= last;
}

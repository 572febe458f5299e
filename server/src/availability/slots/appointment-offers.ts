import { type Money } from "../../base/money.ts";
import { type AppointmentCalendar, appointmentCalendar } from "./appointment-calendar.ts";
import type { AppointmentFacts } from "./appointment-facts.ts";
import { type Exempt, NOTHING_EXEMPT } from "../planned-item.ts";
import { bookableTime } from "./bookable-time.ts";
import { instantWriter } from "./instant-text.ts";
import { judgeAppointment } from "./judge-appointment.ts";
import { lookedAt, nearestOffers, NO_STARTS, type Starts } from "./nearest-offers.ts";
import { startsInOrder } from "./stretches.ts";
import { offsetAt } from "./zone-offsets.ts";

/** A time that can be booked. Instants carry the location's offset. */
export interface AppointmentOffer {
  start: string;
  end: string;
  /** All free staff; the first is the one "any staff" would get. */
  staffIds: string[];
  price: Money;
}

/**
 * Returns the offers whose start lies in [from, until), epoch seconds, in order; `now` is epoch milliseconds. The
 * facts must have been read for that window.
 */
export function listAppointmentOffers(
  facts: AppointmentFacts,
  from: number,
  until: number,
  now: number,
): AppointmentOffer[] {
  const looked = lookedAt(appointmentStarts(facts, from, until, now));
  return [...looked].flatMap(({ offer }) => offer?.() ?? []);
}

/** Returns the offers nearest to a refused start, nearest first. */
export function nearestAppointmentOffers(
  facts: AppointmentFacts,
  start: number,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): AppointmentOffer[] {
  const time = bookableTime(facts.offering, now, exempt);
  return nearestOffers(time, start, facts.staff.length, (from, until) =>
    appointmentStarts(facts, from, until, now, exempt),
  );
}

/** The starts in [from, until), epoch seconds, each judged on demand. */
export function appointmentStarts(
  facts: AppointmentFacts,
  from: number,
  until: number,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): Starts<AppointmentOffer> {
  const { earliest, horizon } = bookableTime(facts.offering, now, exempt);
  const first = Math.max(from, earliest);
  const end = Math.min(until, horizon);
  if (first >= end) return NO_STARTS;
  const calendar = appointmentCalendar(facts, first, end, now, exempt);
  const write = instantWriter();
  const price = { amount: facts.priceMinor, currency: facts.offering.currency };
  const look = (at: number) => {
    const { free } = judgeAppointment(calendar, at);
    if (free.length === 0) return undefined;
    const ends = at + calendar.durationSeconds;
    return () => ({
      start: write(at, offsetAt(calendar.spans, at)),
      end: write(ends, offsetAt(calendar.spans, ends)),
      staffIds: free.map(({ id }) => id),
      price,
    });
  };
  return { all: candidates(calendar, first, end), look };
}

/** Every start on somebody's steps: no other start can pass, so no other is checked. */
function candidates(calendar: AppointmentCalendar, from: number, until: number) {
  const { spans, stepSeconds, staff } = calendar;
  const stretches = staff.flatMap(({ bookable }) => bookable.items);
  return startsInOrder(stretches, spans, stepSeconds, from, until);
}

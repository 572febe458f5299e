import type { Money } from "../../base/money.ts";
import { type Exempt, NOTHING_EXEMPT } from "../planned-item.ts";
import { bookableTime } from "./bookable-time.ts";
import { instantWriter } from "./instant-text.ts";
import { judgeRental, type WantedUnits } from "./judge-rental.ts";
import { lookedAt, nearestOffers, NO_STARTS, type Starts } from "./nearest-offers.ts";
import { type RentalCalendar, rentalCalendar } from "./rental-calendar.ts";
import type { RentalFacts } from "./rental-facts.ts";
import { priceOfStretches } from "./rental-price.ts";
import { startsInOrder } from "./stretches.ts";
import { offsetAt } from "./zone-offsets.ts";

/** A time at which the requested units can be rented. Instants carry the location's offset. */
export interface RentalOffer {
  start: string;
  end: string;
  unitsFree: number;
  /** For all requested units. */
  price: Money;
}

/** The duration and units that the offers are for. */
export type RentalWish = WantedUnits & { minutes: number };

/**
 * Returns the offers whose start lies in [from, until), epoch seconds, in order; `now` is epoch milliseconds. The
 * facts must have been read for that window.
 */
export function listRentalOffers(
  facts: RentalFacts,
  wish: RentalWish,
  from: number,
  until: number,
  now: number,
): RentalOffer[] {
  const looked = lookedAt(rentalStarts(facts, wish, from, until, now));
  return [...looked].flatMap(({ offer }) => offer?.() ?? []);
}

/** Returns the offers for the same wish nearest to a refused start, nearest first. */
export function nearestRentalOffers(
  facts: RentalFacts,
  wish: RentalWish,
  start: number,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): RentalOffer[] {
  const time = bookableTime(facts.offering, now, exempt);
  return nearestOffers(time, start, facts.units.length, (from, until) =>
    rentalStarts(facts, wish, from, until, now, exempt),
  );
}

/** The starts in [from, until), epoch seconds, each judged on demand. */
export function rentalStarts(
  facts: RentalFacts,
  wish: RentalWish,
  from: number,
  until: number,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): Starts<RentalOffer> {
  const { earliest, horizon } = bookableTime(facts.offering, now, exempt);
  const first = Math.max(from, earliest);
  const end = Math.min(until, horizon);
  if (first >= end) return NO_STARTS;
  const calendar = rentalCalendar(facts, first, end, now, exempt);
  const { currency } = facts.offering;
  const write = instantWriter();
  const look = (at: number) => {
    const ends = at + wish.minutes * 60;
    const { rules, free } = judgeRental(calendar, at, ends, wish);
    if (rules.length > 0 || free.length < wish.count) return undefined;
    return () => ({
      start: write(at, offsetAt(calendar.spans, at)),
      end: write(ends, offsetAt(calendar.spans, ends)),
      unitsFree: free.length,
      price: { amount: priceOfStretches(calendar.unitPrice(at, ends)) * wish.count, currency },
    });
  };
  return { all: candidates(calendar, first, end), look };
}

/** Every start on the steps of business hours: no other start can pass, so no other is checked. */
function candidates({ bookable, spans, stepSeconds }: RentalCalendar, from: number, until: number) {
  return startsInOrder(bookable.items, spans, stepSeconds, from, until);
}

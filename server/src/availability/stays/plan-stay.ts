import { text } from "../../base/text.ts";
import { instantText } from "../../base/time.ts";
import { type Exempt, NOTHING_EXEMPT, type PlannedItem, type Verdict } from "../planned-item.ts";
import { zonedWriter } from "../zoned-writer.ts";
import { isFree, judgeStay, type StayJudgement } from "./judge-stay.ts";
import {
  dateOfDay,
  NIGHTS_MAX,
  type Property,
  type RoomType,
  wallInstant,
  type Wish,
  wishOf,
} from "./stay.ts";
import { stayAlternatives } from "./stay-alternatives.ts";
import type { StayItem } from "./stay-item.ts";
import { stayReasons } from "./stay-reasons.ts";

type Invalid = Extract<Verdict, { verdict: "invalid" }>["errors"];

/**
 * Decides whether a number of rooms of a type can be booked for these nights, and what booking them would write: the
 * rooms taken from each night, earliest first. Starts and ends at the property's check-in and check-out times, in its
 * own timezone. `now` is epoch milliseconds.
 */
export function planStay(
  facts: Property | null,
  item: StayItem,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): Verdict {
  const type = facts?.roomTypes.find((one) => one.id === item.roomTypeId);
  if (!facts || !type) return { verdict: "not-found", what: "roomType" };
  const wish = wishOf(item);
  const errors = mistakes(wish);
  if (errors.length > 0) return { verdict: "invalid", errors };
  const judgement = judgeStay(facts, type, wish, now, exempt);
  if (isFree(judgement, wish)) {
    return { verdict: "bookable", plan: plan(facts, type, wish, judgement) };
  }
  const alternatives = stayAlternatives(facts, type, wish, now, exempt);
  if (judgement.rules.length === 0) return { verdict: "taken", alternatives };
  return { verdict: "not-available", reasons: stayReasons(judgement.rules), alternatives };
}

/** Errors in the dates themselves. */
export function mistakes({ nights }: Wish): Invalid {
  if (nights < 1) {
    const detail = text(
      "تاريخ المغادرة يجب أن يكون بعد تاريخ الوصول.",
      "Departure must be after arrival.",
    );
    return [{ pointer: "/checkOut", detail }];
  }
  if (nights > NIGHTS_MAX) {
    const detail = text(
      `أقصى مدة للإقامة ${NIGHTS_MAX} ليلة.`,
      `A stay is at most ${NIGHTS_MAX} nights.`,
    );
    return [{ pointer: "/checkOut", detail }];
  }
  return [];
}

function plan(
  property: Property,
  type: RoomType,
  wish: Wish,
  { nightsMinor, totalMinor }: StayJudgement,
): PlannedItem {
  const { timezone } = property;
  const { checkIn, nights, rooms, guests } = wish;
  const starts = wallInstant(checkIn, property.checkInMinute, timezone);
  const ends = wallInstant(checkIn + nights, property.checkOutMinute, timezone);
  const write = zonedWriter();
  return {
    kind: "stay",
    businessId: property.businessId,
    catalogueVersion: property.catalogueVersion,
    locationId: property.locationId,
    offeringId: type.id,
    name: type.name,
    startsAt: instantText(starts * 1000),
    endsAt: instantText(ends * 1000),
    quantity: rooms,
    currency: property.currency,
    priceMinor: totalMinor,
    priceParts: nightsMinor.map((minor, n) => ({
      night: dateOfDay(checkIn + n),
      rooms,
      minor,
    })),
    // Rooms are sold until the local day of arrival ends, even after check-in time.
    saleEndsAt: instantText(wallInstant(checkIn + 1, 0, timezone) * 1000),
    terms: type.terms,
    details: {
      roomTypeId: type.id,
      propertyName: property.name,
      checkIn: dateOfDay(checkIn),
      checkOut: dateOfDay(checkIn + nights),
      nights,
      rooms,
      guests,
      checkInFrom: write(starts, timezone),
      checkOutUntil: write(ends, timezone),
    },
    claims: [],
    units: [],
    picks: [],
    buckets: Array.from({ length: nights }, (_, n) => ({
      poolId: type.id,
      bucket: dateOfDay(checkIn + n),
      quantity: rooms,
    })),
  };
}

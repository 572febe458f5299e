import { text } from "../../base/text.ts";
import { instantText } from "../../base/time.ts";
import {
  type Exempt,
  NOTHING_EXEMPT,
  type PlannedItem,
  type Rule,
  type Verdict,
} from "../planned-item.ts";
import { zonedWriter } from "../zoned-writer.ts";
import { judgeTrip } from "./judge-trip.ts";
import { seatAlternatives } from "./seat-alternatives.ts";
import type { SeatFacts } from "./seat-facts.ts";
import type { SeatItem } from "./seat-item.ts";
import { type MappedSeat, mapSeats } from "./seat-map.ts";
import { seatReasons } from "./seat-reasons.ts";
import { findSegment, passes, type Segment, segmentTimes } from "./trip.ts";

type Invalid = Extract<Verdict, { verdict: "invalid" }>["errors"];

/**
 * Decides whether these seats can be booked for this segment of the trip, and what booking them would write: one
 * claim per seat, for exactly the segment sold. `now` is epoch milliseconds. A stop that is not served and a seat
 * that does not exist refuse even when exempt: there is nothing to plan.
 */
export function planSeat(
  facts: SeatFacts | null,
  item: SeatItem,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): Verdict {
  if (!facts) return { verdict: "not-found", what: "trip" };
  const errors = mistakes(facts, item);
  if (errors.length > 0) return { verdict: "invalid", errors };
  const { route, trip } = facts;
  const wanted = item.seats.map((seat) => seat.label);
  const segment = findSegment(trip.stops, item.from, item.to);
  const rules: Rule[] = segment
    ? judgeTrip(route, trip, segment, now, exempt)
    : ["stop-not-served"];
  const labels = new Set(facts.seats.map((seat) => seat.label));
  if (wanted.some((label) => !labels.has(label))) rules.push("no-such-seat");
  if (!segment || rules.length > 0) {
    const alternatives = seatAlternatives(facts, segment, wanted, now, exempt);
    return { verdict: "not-available", reasons: seatReasons(rules), alternatives };
  }
  const map = new Map(mapSeats(facts, segment).map((one) => [one.seat.label, one]));
  const chosen = wanted.map((label) => map.get(label) as MappedSeat);
  if (chosen.some((one) => one.status !== "free")) {
    return {
      verdict: "taken",
      alternatives: seatAlternatives(facts, segment, wanted, now, exempt),
    };
  }
  return { verdict: "bookable", plan: plan(facts, item, segment, chosen) };
}

function mistakes({ trip }: SeatFacts, item: SeatItem): Invalid {
  const errors: Invalid = [];
  const backwards =
    passes(trip.stops, item.to, item.from) && !passes(trip.stops, item.from, item.to);
  if (item.from === item.to ? !passes(trip.stops, item.from, item.to) : backwards) {
    const detail = text(
      "محطة النزول قبل محطة الصعود في هذه الرحلة؛ صحّح إحداهما.",
      "The trip reaches this stop before the boarding stop; correct one of them.",
    );
    errors.push({ pointer: "/to", detail });
  }
  const seen = new Set<string>();
  for (const [index, { label }] of item.seats.entries()) {
    if (seen.has(label)) {
      const detail = text(
        "المقعد مكرر؛ اختر لكل راكب مقعدًا.",
        "Duplicate seat; choose one seat for each passenger.",
      );
      errors.push({ pointer: `/seats/${index}/label`, detail });
    }
    seen.add(label);
  }
  return errors;
}

function plan(
  { route, trip }: SeatFacts,
  item: SeatItem,
  segment: Segment,
  chosen: readonly MappedSeat[],
): PlannedItem {
  const { departs, arrives } = segmentTimes(trip, segment);
  const [from, until] = [instantText(departs * 1000), instantText(arrives * 1000)];
  const write = zonedWriter();
  const seats = chosen.map(({ seat }, index) => {
    const passenger = (item.seats[index] as SeatItem["seats"][number]).passenger.trim();
    return { no: seat.no, label: seat.label, class: seat.class, passenger };
  });
  return {
    kind: "seat",
    businessId: route.businessId,
    catalogueVersion: route.catalogueVersion,
    locationId: null,
    offeringId: route.offeringId,
    name: route.name,
    startsAt: from,
    endsAt: until,
    quantity: chosen.length,
    currency: route.currency,
    priceMinor: chosen.reduce((sum, one) => sum + one.priceMinor, 0),
    priceParts: chosen.map(({ seat, priceMinor }) => ({ label: seat.label, minor: priceMinor })),
    saleEndsAt: from,
    terms: route.terms,
    details: {
      tripId: trip.id,
      routeName: route.name,
      from: {
        id: segment.from.id,
        name: segment.from.name,
        departure: write(departs, segment.from.timezone),
      },
      to: {
        id: segment.to.id,
        name: segment.to.name,
        arrival: write(arrives, segment.to.timezone),
      },
      seats: seats.map(({ label, class: seatClass, passenger }) => ({
        label,
        class: seatClass,
        passenger,
      })),
    },
    claims: seats.map(({ no, label, passenger }) => ({
      unitId: trip.id,
      seatNo: no,
      label,
      fromPosition: segment.from.position,
      toPosition: segment.to.position,
      from,
      until,
      passenger,
    })),
    units: [],
    picks: [],
    buckets: [],
  };
}

import { text } from "../../base/text.ts";
import { epochMs } from "../../base/time.ts";
import {
  type Exempt,
  NOTHING_EXEMPT,
  type PlannedItem,
  type RentalPart,
  type Verdict,
} from "../planned-item.ts";
import { withAlternatives } from "../with-alternatives.ts";
import { utcText } from "./instant-text.ts";
import { judgeRental, type RentalJudgement } from "./judge-rental.ts";
import { rentalCalendar } from "./rental-calendar.ts";
import type { RentalFacts } from "./rental-facts.ts";
import type { RentalItem } from "./rental-item.ts";
import { nearestRentalOffers, type RentalWish } from "./rental-offers.ts";
import { type PricedStretch, priceOfStretches } from "./rental-price.ts";
import { slotReasons } from "./slot-reasons.ts";

type Invalid = Extract<Verdict, { verdict: "invalid" }>["errors"];

/**
 * Decides whether units can be rented as requested, and what renting them would write. `now` is epoch milliseconds;
 * the facts were read with the same rules exempt. `unitIds` claims exactly those; `units` picks that many, least used
 * that day first.
 */
export function planRental(
  facts: RentalFacts | null,
  item: RentalItem,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): Verdict {
  if (!facts) return { verdict: "not-found", what: "rental" };
  const errors = mistakes(facts, item, exempt);
  if (errors.length > 0) return { verdict: "invalid", errors };
  const start = epochMs(item.start) / 1000;
  const end = epochMs(item.end) / 1000;
  const unitIds = item.unitIds?.map((id) => id.toLowerCase());
  const count = unitIds?.length ?? item.units ?? 1;
  const wish: RentalWish = { count, unitIds, minutes: (end - start) / 60 };
  const calendar = rentalCalendar(facts, start, start, now, exempt);
  const judgement = judgeRental(calendar, start, end, wish);
  if (judgement.rules.length === 0 && judgement.free.length >= count) {
    const plan = accepted(facts, item, judgement, count, calendar.unitPrice(start, end));
    return { verdict: "bookable", plan };
  }
  const find = () => nearestRentalOffers(facts, wish, start, now, exempt);
  if (judgement.rules.length === 0) return withAlternatives({ verdict: "taken" }, find);
  const reasons = slotReasons(judgement.rules);
  return withAlternatives({ verdict: "not-available", reasons }, find);
}

function mistakes(facts: RentalFacts, item: RentalItem, exempt: Exempt): Invalid {
  const errors: Invalid = [];
  const minutes = (epochMs(item.end) - epochMs(item.start)) / 60_000;
  if (!facts.durationsMinutes.includes(minutes) && !exempt.has("wrong-duration")) {
    const allowed = facts.durationsMinutes.join(", ");
    const detail = text(
      `المدد المسموحة بالدقائق: ${allowed}.`,
      `Allowed durations in minutes: ${allowed}.`,
    );
    errors.push({ pointer: "/end", detail });
  }
  const { units } = item;
  const unitIds = (item.unitIds ?? []).map((id) => id.toLowerCase());
  if (units !== undefined && unitIds.length > 0 && units !== unitIds.length) {
    const detail = text(
      "أرسل units أو unitIds، لا كليهما.",
      "Send either units or unitIds, not both.",
    );
    errors.push({ pointer: "/units", detail });
  }
  unitIds.forEach((id, index) => {
    const pointer = `/unitIds/${index}`;
    if (unitIds.indexOf(id) < index) {
      const detail = text("هذه الوحدة مكررة؛ احذفها.", "Duplicate unit; list it once.");
      errors.push({ pointer, detail });
    } else if (!facts.units.some((unit) => unit.id === id)) {
      const detail = text(
        "هذه الوحدة ليست من هذا النوع.",
        "This unit does not belong to this rental.",
      );
      errors.push({ pointer, detail });
    }
  });
  return errors;
}

/** A number of units at the price of one of them, as stored. */
export function rentalPart(units: number, stretches: readonly PricedStretch[]): RentalPart {
  return {
    units,
    stretches: stretches.map(({ from, until, hourMinor }) => ({
      from: utcText(from),
      until: utcText(until),
      hourMinor,
    })),
  };
}

function accepted(
  { offering, units }: RentalFacts,
  item: RentalItem,
  { free }: RentalJudgement,
  count: number,
  stretches: readonly PricedStretch[],
): PlannedItem {
  const from = utcText(epochMs(item.start) / 1000);
  const until = utcText(epochMs(item.end) / 1000);
  const unitIds = free.map(({ id }) => id);
  return {
    kind: "rental",
    businessId: offering.businessId,
    catalogueVersion: offering.catalogueVersion,
    locationId: offering.locationId,
    offeringId: offering.offeringId,
    name: offering.name,
    startsAt: from,
    endsAt: until,
    quantity: count,
    currency: offering.currency,
    priceMinor: priceOfStretches(stretches) * count,
    priceParts: [rentalPart(count, stretches)],
    saleEndsAt: from,
    terms: offering.terms,
    details: { timezone: offering.timezone, anyUnits: !item.unitIds },
    claims: item.unitIds ? unitIds.map((unitId) => ({ unitId, seatNo: 0, from, until })) : [],
    units: item.unitIds
      ? units.filter(({ id }) => unitIds.includes(id)).map(({ id, label }) => ({ id, label }))
      : [],
    picks: item.unitIds ? [] : [{ unitIds, count, from, until }],
    buckets: [],
  };
}

import { epochMs } from "../../base/time.ts";
import type { AgreedItem, Amended, KeepRule } from "../kept-item.ts";
import { isOffering, NO_RULES } from "../kept-item.ts";
import type { PlannedItem, RentalPart, Rule } from "../planned-item.ts";
import { rentalPart } from "./plan-rental.ts";
import type { RentalFacts } from "./rental-facts.ts";
import type { RentalItem } from "./rental-item.ts";
import { type PricedStretch, priceOfStretches, rentalPrice } from "./rental-price.ts";
import { offsetSpans } from "./zone-offsets.ts";

const DAY_SECONDS = 86_400;

/** All rules about selling: a rental that is only reduced sells nothing. */
const ALL: ReadonlySet<Rule> = new Set([
  "in-the-past",
  "inside-lead-time",
  "beyond-horizon",
  "not-on-sale",
  "outside-business-hours",
  "holiday",
  "off-step",
]);

const AS_LONG: readonly Rule[] = ["wrong-duration"];

interface Span {
  start: number;
  end: number;
}

/**
 * A rental is kept where its old and new times overlap, for as many units as before. Moved like for like (as long, as
 * many units, at a time that costs today what the old time costs today), it keeps its price.
 */
export const keepRental: KeepRule<RentalFacts, RentalItem> = {
  exempt(item, agreed) {
    if (!isOffering(item.rentalId, agreed)) return NO_RULES;
    const [now, before] = spansOf(item, agreed);
    // A length that is no longer offered may be moved at that length.
    const isAsLong = now.end - now.start === before.end - before.start;
    return new Set([...(isOnlyLess(item, agreed) ? ALL : []), ...(isAsLong ? AS_LONG : [])]);
  },
  withOwn(facts, item, agreed) {
    if (!isOffering(item.rentalId, agreed) || !isOnlyLess(item, agreed)) return facts;
    const units = facts.units.map((unit) =>
      agreed.unitIds.includes(unit.id) ? { ...unit, active: true } : unit,
    );
    return { ...facts, units };
  },
  keep(facts, planned, agreed): Amended {
    const isSame = planned.offeringId === agreed.offeringId;
    const [now, before] = [spanOf(planned), spanOf(agreed)];
    const claimed = [
      ...planned.claims.map((claim) => claim.unitId),
      ...planned.picks.flatMap((pick) => pick.unitIds.slice(0, pick.count)),
    ];
    const isMoved = !isSame || now.start !== before.start;
    const isNew =
      !isSame ||
      !isWithin(now, before) ||
      planned.quantity > agreed.quantity ||
      !claimed.every((id) => agreed.unitIds.includes(id));
    const priced = isSame ? pricedBeside(facts, planned, agreed) : planned;
    return { planned: { ...planned, ...priced }, isNew, isMoved };
  },
};

function isOnlyLess(item: RentalItem, agreed: AgreedItem): boolean {
  const [now, before] = spansOf(item, agreed);
  const isSome =
    item.unitIds?.every((id) => agreed.unitIds.includes(id.toLowerCase())) ??
    (item.units ?? 1) <= agreed.quantity;
  return isWithin(now, before) && isSome;
}

function spansOf(item: RentalItem, agreed: AgreedItem): [now: Span, before: Span] {
  return [spanOf({ startsAt: item.start, endsAt: item.end }), spanOf(agreed)];
}

function pricedBeside(
  facts: RentalFacts,
  planned: PlannedItem,
  agreed: AgreedItem,
): { priceMinor: number; priceParts: RentalPart[] } {
  const [now, before] = [spanOf(planned), spanOf(agreed)];
  const parts = partsOf(agreed);
  const today = todaysPrice(facts, [now, before]);
  const isAsLong = now.end - now.start === before.end - before.start;
  const costs = (span: Span) => priceOfStretches(today(span));
  if (isAsLong && planned.quantity === agreed.quantity && costs(now) === costs(before)) {
    const priceMinor = agreed.priceMinor;
    return { priceMinor, priceParts: parts.map((part) => movedBy(part, now.start - before.start)) };
  }
  let unitsLeft = planned.quantity;
  const priceParts: RentalPart[] = [];
  for (const part of parts) {
    const units = Math.min(unitsLeft, part.units);
    if (units === 0) break;
    unitsLeft -= units;
    priceParts.push(rentalPart(units, keptAndNew(part, now, before, today)));
  }
  if (unitsLeft > 0) priceParts.push(rentalPart(unitsLeft, today(now)));
  return { priceMinor: priceOfParts(priceParts), priceParts };
}

/** Inside the old time at the agreed price, outside it at today's. */
function keptAndNew(
  part: RentalPart,
  now: Span,
  before: Span,
  today: (span: Span) => PricedStretch[],
): PricedStretch[] {
  const kept = stretchesOf(part).flatMap((one): PricedStretch[] => {
    const from = Math.max(one.from, now.start);
    const until = Math.min(one.until, now.end);
    return from < until ? [{ from, until, hourMinor: one.hourMinor }] : [];
  });
  const isApart = now.end <= before.start || now.start >= before.end;
  if (isApart) return today(now);
  const earlier = now.start < before.start ? today({ start: now.start, end: before.start }) : [];
  const later = now.end > before.end ? today({ start: before.end, end: now.end }) : [];
  return [...earlier, ...kept, ...later];
}

function todaysPrice(
  { offering, prices, priceHourMinor }: RentalFacts,
  spans: readonly Span[],
): (span: Span) => PricedStretch[] {
  const begins = Math.min(...spans.map((one) => one.start)) - DAY_SECONDS;
  const ends = Math.max(...spans.map((one) => one.end)) + DAY_SECONDS;
  const offsets = offsetSpans(offering.timezone, begins, ends);
  const price = rentalPrice(offsets, prices, priceHourMinor, begins, ends);
  return ({ start, end }) => price(start, end);
}

/** A rental sold before price parts were stored is spread evenly over its hours. */
function partsOf(agreed: AgreedItem): RentalPart[] {
  if (agreed.priceParts.length > 0) return agreed.priceParts as RentalPart[];
  const { start, end } = spanOf(agreed);
  const hours = (end - start) / 3600;
  const hourMinor = Math.round(agreed.priceMinor / (hours * agreed.quantity));
  return [rentalPart(agreed.quantity, [{ from: start, until: end, hourMinor }])];
}

function priceOfParts(parts: readonly RentalPart[]): number {
  return parts.reduce((sum, part) => sum + part.units * priceOfStretches(stretchesOf(part)), 0);
}

function movedBy(part: RentalPart, seconds: number): RentalPart {
  const moved = stretchesOf(part).map((one) => ({
    ...one,
    from: one.from + seconds,
    until: one.until + seconds,
  }));
  return rentalPart(part.units, moved);
}

function stretchesOf({ stretches }: RentalPart): PricedStretch[] {
  return stretches.map(({ from, until, hourMinor }) => ({
    from: epochMs(from) / 1000,
    until: epochMs(until) / 1000,
    hourMinor,
  }));
}

function spanOf({ startsAt, endsAt }: { startsAt: string; endsAt: string }): Span {
  return { start: epochMs(startsAt) / 1000, end: epochMs(endsAt) / 1000 };
}

function isWithin(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

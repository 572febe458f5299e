import type { ItemKind } from "../base/item-kinds.ts";
import type { Text } from "../base/text.ts";

/**
 * What accepting an offer would write: the result of every kind's rule, and all that placing an order knows about a
 * kind. Instants are RFC 3339 in UTC, amounts minor units.
 */
export interface PlannedItem {
  kind: ItemKind;
  businessId: string;
  /** The version of the business's catalogue it was judged on. */
  catalogueVersion: number;
  locationId: string | null;
  offeringId: string;
  name: Text;
  startsAt: string;
  endsAt: string;
  quantity: number;
  currency: string;
  priceMinor: number;
  /** The parts of the price; stored as they are, and read again when a part of the item is kept or removed. */
  priceParts: PricePart[];
  /** From this instant it can neither be bought nor taken again by late money. */
  saleEndsAt: string;
  terms: Terms;
  /** Shown to the customer and printed on tickets; each kind's own shape, stored as it is. */
  details: Record<string, unknown>;
  /** Exclusive rights to exactly these units. */
  claims: PlannedClaim[];
  /** The units of `claims` with their names; none for seats. */
  units: NamedUnit[];
  /** "Any n of these", tried in the given (fair) order. */
  picks: PlannedPick[];
  /** Counted inventory: places in buckets of pools. */
  buckets: PlannedBucket[];
}

/**
 * By kind: an appointment has one part; a rental one for all units that cost the same, with the periods of one hourly
 * price; seats one each; a stay one per night for a number of rooms. Minor units.
 */
export type PricePart = { minor: number } | RentalPart | SeatPart | NightPart;

export interface RentalPart {
  units: number;
  /** RFC 3339 in UTC; the price of one unit for an hour. */
  stretches: { from: string; until: string; hourMinor: number }[];
}

export interface SeatPart {
  label: string;
  minor: number;
}

export interface NightPart {
  night: string;
  rooms: number;
  /** Per room. */
  minor: number;
}

/** A unit without seats for a time, buffers included; or a seat for a segment, whatever its times. */
export type PlannedClaim = PlannedUnit | PlannedSeat;

export interface PlannedUnit {
  unitId: string;
  seatNo: 0;
  from: string;
  until: string;
}

export interface PlannedSeat {
  unitId: string;
  /** From 1. The label is printed on the seat, and checked against it again when the seat is claimed. */
  seatNo: number;
  label: string;
  fromPosition: number;
  toPosition: number;
  /** Departure and arrival as currently shown to the customer. */
  from: string;
  until: string;
  passenger: string;
}

export function isSeat(claim: PlannedClaim): claim is PlannedSeat {
  return claim.seatNo > 0;
}

/** A staff member has a name, a rental unit a label. */
export interface NamedUnit {
  id: string;
  name?: Text;
  label?: string;
}

export interface PlannedPick {
  unitIds: string[];
  count: number;
  from: string;
  until: string;
}

export interface PlannedBucket {
  poolId: string;
  /** YYYY-MM-DD; for a room type, the night that begins on that date. */
  bucket: string;
  quantity: number;
}

/** The offering's terms, snapshotted into the booking: later edits do not change what was agreed. */
export interface Terms {
  paymentTerms: "venue" | "deposit" | "full";
  acceptance: "auto" | "manual";
  depositPercent: number;
  holdMinutes: number;
  freeCancelHours: number;
  cancelFeePercent: number;
  cancelFeeMinor: number;
  noShowFeePercent: number;
  /** How long the business may take to accept, where it accepts by hand; null: until the booking begins. */
  acceptWithinMinutes: number | null;
  /** How long before the start the customer can be checked in. */
  checkInOpensMinutes: number;
}

/** Why something cannot be booked: the rule's stable name and a message. */
export interface Reason {
  rule: Rule;
  message: Text;
}

export type Rule =
  | "in-the-past"
  | "inside-lead-time"
  | "beyond-horizon"
  | "wrong-duration"
  | "outside-business-hours"
  | "holiday"
  | "outside-staff-hours"
  | "staff-on-break"
  | "staff-time-off"
  | "staff-cannot-do-service"
  | "off-step"
  | "skipped-local-time"
  | "not-on-sale"
  | "no-such-seat"
  | "stop-not-served"
  | "trip-departed"
  | "trip-cancelled"
  | "night-closed"
  | "below-minimum-stay"
  | "over-occupancy"
  | "not-enough-units";

/** Rules that do not refuse this time: agreed already, or overridden by name at the desk. */
export type Exempt = ReadonlySet<Rule>;

export const NOTHING_EXEMPT: Exempt = new Set();

/**
 * Whether something can be booked: the plan, or why not. "taken" means every rule allows it but somebody has it.
 * Alternatives are offers of the same kind, nearest first.
 */
export type Verdict =
  | { verdict: "bookable"; plan: PlannedItem }
  | { verdict: "not-available"; reasons: Reason[]; alternatives: unknown[] }
  | { verdict: "taken"; alternatives: unknown[] }
  | { verdict: "not-found"; what: string }
  | { verdict: "invalid"; errors: { pointer: string; detail: Text }[] };

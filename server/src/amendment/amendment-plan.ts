import { implies } from "../booking/booking.ts";
import type { Amended } from "../availability/kept-item.ts";
import type { PlannedItem } from "../availability/planned-item.ts";
import { MINUTE_MS } from "../base/time.ts";
import { strictestPolicy } from "../booking/cancel-policy.ts";
import { acceptWithin } from "../booking/order-times.ts";
import {
  itemForEngine,
  storedItem,
  strictestTerms,
  wantedOf,
  type StoredItem,
  type Wanted as WantedInventory,
} from "../booking/order-plan.ts";
import type { AgreedBooking, SoldItem } from "./agreed-booking.ts";
import { amountsOf, type ItemAmounts } from "./amounts.ts";
import { removedItem } from "./removed-item.ts";
import type { AmendedBy, AmendmentStatus } from "./amendment.ts";

/** One item before and after: without before it is added, without after removed. */
export interface ItemOutcome {
  id: string;
  sold?: SoldItem;
  after?: StoredItem;
  amended?: Amended;
  amounts: ItemAmounts;
}

/** All figures of an amendment: the same for its quote and its command. Amounts in minor units. */
export interface AmendmentPlan {
  status: AmendmentStatus;
  priceBeforeMinor: number;
  priceAfterMinor: number;
  dueNowMinor: number;
  goesBackMinor: number;
  /** Fees kept now for what is removed. */
  feeMinor: number;
  /** The minimum fee of a later cancellation of the amended items. */
  feeFloorMinor: number;
  acceptance: "none" | "again";
  /** When it expires; null when it is applied at once. */
  expiresAt: string | null;
  outcomes: ItemOutcome[];
  engine: EnginePlan;
}

/** The argument of amend_booking() beside the amendment's own row; rows under their columns' names. */
export interface EnginePlan {
  version: number;
  booking: Record<string, unknown>;
  items: Record<string, unknown>[];
  changed: string[];
  wanted: WantedInventory;
  judged: (string | null)[];
}

/** A changed or added item, accepted by its kind's rule and priced beside what was agreed. */
export interface AcceptedItem {
  sold?: SoldItem;
  amended: Amended;
}

/**
 * Calculates the outcome of a change. Pure.
 *
 * @param newId makes the ids of added items
 * @param now epoch milliseconds
 */
export function planAmendment(
  booking: AgreedBooking,
  accepted: readonly AcceptedItem[],
  removed: readonly SoldItem[],
  by: AmendedBy,
  newId: () => string,
  now: number,
): AmendmentPlan {
  const standing = { by, status: booking.status, now };
  let position = booking.lastPosition;
  const changed = accepted.map(({ sold, amended }): ItemOutcome => {
    const id = sold?.id ?? newId();
    const after = amendedItem(amended.planned, sold, id, sold?.position ?? (position += 1));
    const amounts = amountsOf(sold, after, standing);
    after.fee_floor_minor = amounts.feeFloorMinor;
    return { id, ...(sold && { sold }), after, amended, amounts };
  });
  const gone = removed.map((sold): ItemOutcome => ({
    id: sold.id,
    sold,
    amounts: amountsOf(sold, undefined, standing),
  }));
  const outcomes = [...changed, ...gone];
  const touched = new Set(outcomes.map(({ id }) => id));
  const kept = booking.items.filter(({ id }) => !touched.has(id));
  const row = bookingAfter(booking, kept, outcomes);
  const money = moneyOf(booking, outcomes, row.due_minor);
  const acceptance = isAcceptedAgain(booking, changed, by, money.dueNowMinor) ? "again" : "none";
  const status = statusOf(booking, money.dueNowMinor, acceptance);
  return {
    status,
    priceBeforeMinor: booking.totalMinor,
    priceAfterMinor: row.total_minor,
    ...money,
    feeMinor: sum(outcomes, ({ amounts }) => amounts.feeMinor),
    feeFloorMinor: sum(outcomes, ({ amounts }) => amounts.feeFloorMinor),
    acceptance,
    expiresAt: expiryOf(status, booking, row, accepted, now),
    outcomes,
    engine: enginePlan(booking, changed, gone, row),
  };
}

/** Returns the item after the amendment: the same offering keeps its agreed terms, another offering brings its own. */
function amendedItem(
  planned: PlannedItem,
  sold: SoldItem | undefined,
  id: string,
  position: number,
): StoredItem {
  const isKept = sold?.offeringId === planned.offeringId;
  const terms = isKept
    ? {
        ...planned.terms,
        paymentTerms: sold.paymentTerms,
        depositPercent: sold.depositPercent,
        acceptance: sold.acceptance,
        acceptWithinMinutes: sold.acceptWithinMinutes,
        checkInOpensMinutes: sold.checkInOpensMinutes,
      }
    : planned.terms;
  const item = storedItem({ ...planned, terms }, id, position);
  if (!isKept) return item;
  const isSamePrice = sold.priceMinor === planned.priceMinor;
  return {
    ...item,
    cancel_policy: sold.cancelPolicy,
    ...(isSamePrice && { due_minor: sold.dueMinor }),
  };
}

interface RowAfter {
  id: string;
  starts_at: string;
  ends_at: string;
  total_minor: number;
  due_minor: number;
  fee_minor: number;
  accept_within_minutes: number | null;
  [column: string]: unknown;
}

function bookingAfter(
  booking: AgreedBooking,
  kept: readonly SoldItem[],
  outcomes: readonly ItemOutcome[],
): RowAfter {
  const after = outcomes.flatMap((one) => one.after ?? []);
  const starts = [...kept.map((one) => one.startsAt), ...after.map((one) => one.starts_at)];
  const ends = [...kept.map((one) => one.endsAt), ...after.map((one) => one.ends_at)];
  const terms = [...kept.map((one) => one.paymentTerms), ...after.map((one) => one.payment_terms)];
  const first = outcomes.find(({ sold }) => sold?.position === booking.items[0]!.position);
  const waits = [
    ...kept,
    ...after.map(({ acceptance, accept_within_minutes: acceptWithinMinutes }) => {
      return { acceptance, acceptWithinMinutes };
    }),
  ];
  return {
    id: booking.id,
    starts_at: starts.toSorted()[0]!,
    ends_at: ends.toSorted().at(-1)!,
    total_minor: sum(kept, (one) => one.priceMinor) + sum(after, (one) => one.price_minor),
    due_minor: sum(kept, (one) => one.dueMinor) + sum(after, (one) => one.due_minor),
    fee_minor: booking.feeMinor + sum(outcomes, ({ amounts }) => amounts.feeMinor),
    payment_terms: strictestTerms(terms),
    acceptance: waits.some(({ acceptance }) => acceptance === "manual") ? "manual" : "auto",
    accept_within_minutes: acceptWithin(waits),
    check_in_opens_minutes: Math.max(
      ...kept.map((one) => one.checkInOpensMinutes),
      ...after.map((one) => one.check_in_opens_minutes),
    ),
    // A booking's location is that of its first item.
    ...(first?.amended && { location_id: first.amended.planned.locationId }),
    cancel_policy: strictestPolicy([
      ...kept.map((one) => one.cancelPolicy),
      ...after.map((one) => one.cancel_policy),
    ]),
  };
}

/** Nets the items: either money is due or it is refunded, because one item's surplus pays for another first. */
function moneyOf(
  booking: AgreedBooking,
  outcomes: readonly ItemOutcome[],
  dueMinor: number,
): { dueNowMinor: number; goesBackMinor: number } {
  if (booking.status === "reserved") {
    const paidMinor = sum(booking.items, (one) => one.paidMinor);
    return { dueNowMinor: Math.max(0, dueMinor - paidMinor), goesBackMinor: 0 };
  }
  const netMinor = sum(outcomes, ({ amounts }) => amounts.needMinor - amounts.surplusMinor);
  return { dueNowMinor: Math.max(0, netMinor), goesBackMinor: Math.max(0, -netMinor) };
}

/**
 * Tells whether the business must accept again: after it accepted by hand, when the customer takes something new. A
 * booking it has not accepted yet is shown to it as amended, unless the change must be paid first, because it may
 * accept the old booking meanwhile.
 */
function isAcceptedAgain(
  { status }: AgreedBooking,
  changed: readonly ItemOutcome[],
  by: AmendedBy,
  dueNowMinor: number,
): boolean {
  return (
    by === "customer" &&
    implies[status].stands &&
    (status === "confirmed" || dueNowMinor > 0) &&
    changed.some(({ after, amended }) => amended!.isNew && after!.acceptance === "manual")
  );
}

function statusOf(
  { status }: AgreedBooking,
  dueNowMinor: number,
  acceptance: "none" | "again",
): AmendmentStatus {
  if (status === "reserved") return "applied";
  if (dueNowMinor > 0) return "awaitingPayment";
  return acceptance === "again" ? "awaitingAcceptance" : "applied";
}

/**
 * Returns when the amendment expires: at the latest when the old or new time begins; while money is due, after a
 * hold's duration; while it waits for acceptance, after the agreed time.
 */
function expiryOf(
  status: AmendmentStatus,
  booking: AgreedBooking,
  after: RowAfter,
  accepted: readonly AcceptedItem[],
  now: number,
): string | null {
  if (status === "applied") return null;
  const starts = [booking.startsAt, after.starts_at]
    .map((at) => Date.parse(at))
    .filter((at) => at > now);
  const holdMinutes = Math.min(...accepted.map(({ amended }) => amended.planned.terms.holdMinutes));
  const asHeld =
    status === "awaitingPayment" || starts.length === 0 ? [now + holdMinutes * MINUTE_MS] : [];
  const agreed = (status === "awaitingAcceptance" && after.accept_within_minutes) || Infinity;
  const ends = Math.min(...starts, ...asHeld, now + agreed * MINUTE_MS);
  return new Date(ends).toISOString();
}

function enginePlan(
  booking: AgreedBooking,
  changed: readonly ItemOutcome[],
  gone: readonly ItemOutcome[],
  row: RowAfter,
): EnginePlan {
  const key = { id: booking.id, business_id: booking.businessId };
  const rows = changed.map(({ sold, after, amounts }) => ({
    ...itemForEngine(after!, key),
    fee_kept_minor: (sold?.feeKeptMinor ?? 0) + amounts.feeMinor,
    state: "active",
  }));
  const removedRows = gone.map(({ sold, amounts }) => removedItem(sold!, amounts, key));
  return {
    version: booking.version,
    booking: row,
    items: [...rows, ...removedRows],
    changed: [...changed, ...gone].flatMap(({ sold }) => sold?.id ?? []),
    wanted: wantedOf(
      changed.map(({ amended }) => amended!.planned),
      changed,
      { ...key, expires_at: booking.expiresAt },
    ),
    // A moved item must not have begun; more of the same item only requires that its business sells.
    judged: changed.flatMap(({ sold, amended }) => {
      if (sold && !amended!.isNew) return [];
      return [!sold || amended!.isMoved ? amended!.planned.saleEndsAt : null];
    }),
  };
}

function sum<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((total, one) => total + of(one), 0);
}

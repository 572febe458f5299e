import { percentOfMinor } from "../base/money.ts";
import type { Locale } from "../base/text.ts";
import { instantText } from "../base/time.ts";
import {
  isSeat,
  type PlannedItem,
  type PricePart,
  type Terms,
} from "../availability/planned-item.ts";
import { viewBooking, type BookingRow } from "./booking-view.ts";
import { policyOf, strictestPolicy } from "./cancel-policy.ts";
import type { ItemRow } from "./item-view.ts";
import { viewOrder, type OrderView } from "./order-view.ts";
import type { Status } from "./booking.ts";
import { acceptWithin, expiryOf, holdOf } from "./order-times.ts";

/** Who the order is for, and who places it. */
export interface OrderParty {
  customerId: string | null;
  name: string;
  phone: string | null;
  clientIp: string | null;
  source: "web" | "desk" | "api";
  locale: Locale;
}

/** New identifiers, injected so that a test can repeat them. */
export interface NewIds {
  id(): string;
  reference(): string;
}

/** A row for the engine, under the columns' names. */
type Row = Record<string, unknown>;

/** The inventory of some items as the engine's functions take it: rows of wanted_claim, wanted_pick, wanted_bucket. */
export interface Wanted {
  claims: Row[];
  picks: Row[];
  buckets: Row[];
}

/** An item's row as written: the shown fields and the agreed terms. */
export interface StoredItem extends ItemRow {
  position: number;
  claims_needed: number;
  pool_needed: number;
  payment_terms: Terms["paymentTerms"];
  deposit_percent: number;
  price_parts: PricePart[];
  sale_ends_at: string;
  accept_within_minutes: number | null;
  check_in_opens_minutes: number;
}

interface Draft {
  row: BookingRow;
  items: StoredItem[];
  wanted: Wanted;
}

/** The rows that place_orders() takes; `answer` is the reply, complete except for the units that the database picks. */
export interface OrderPlan {
  order: Row;
  bookings: Row[];
  items: Row[];
  wanted: Wanted;
  /** What the items were judged on: compared once their inventory is locked. */
  catalogues: { businessId: string; version: number }[];
  answer: OrderView;
}

/**
 * Turns accepted offers into one order: a booking for each business, all held together if any of them needs payment
 * before it counts. Pure; `now` in epoch milliseconds.
 */
export function planOrder(
  accepted: readonly PlannedItem[],
  party: OrderParty,
  ids: NewIds,
  now: number,
): OrderPlan {
  const orderId = ids.id();
  const groups = [...Map.groupBy(accepted, (item) => item.businessId).values()];
  const held = groups.some((items) => dueMinor(items) > 0);
  const drafts = groups.map((items) =>
    draftBooking(items, party, { orderId, held, ...holdOf(accepted, now) }, ids, now),
  );
  const rows = drafts.map((draft) => viewBooking(draft.row, draft.items, now));
  const answer = viewOrder(
    { id: orderId, currency: accepted[0]!.currency, created_at: instantText(now) },
    rows,
  );
  return {
    order: {
      id: orderId,
      customer_id: party.customerId,
      contact_name: party.name,
      contact_phone: party.phone,
      locale: party.locale,
      currency: answer.total.currency,
      total_minor: answer.total.amount,
      client_ip: party.clientIp,
    },
    bookings: drafts.map((draft) => ({ ...draft.row })),
    items: drafts.flatMap(({ row, items }) => items.map((item) => itemForEngine(item, row))),
    wanted: {
      claims: drafts.flatMap((draft) => draft.wanted.claims),
      picks: drafts.flatMap((draft) => draft.wanted.picks),
      buckets: drafts.flatMap((draft) => draft.wanted.buckets),
    },
    catalogues: groups.flatMap(versionsOf),
    answer,
  };
}

/** Returns the versions of one business's catalogue that items were judged on: more than one if it was edited meanwhile. */
function versionsOf(items: readonly PlannedItem[]): OrderPlan["catalogues"] {
  const versions = new Set(items.map((item) => item.catalogueVersion));
  return [...versions].map((version) => ({ businessId: items[0]!.businessId, version }));
}

/** Returns the amount due before the booking counts, in minor units. */
export function dueMinor(items: readonly PlannedItem[]): number {
  return items.reduce((sum, { terms, priceMinor }) => sum + dueOf(terms, priceMinor), 0);
}

/** Returns the amount due first for one item, by its terms. */
export function dueOf(
  terms: Pick<Terms, "paymentTerms" | "depositPercent">,
  priceMinor: number,
): number {
  if (terms.paymentTerms === "venue") return 0;
  return terms.paymentTerms === "full"
    ? priceMinor
    : percentOfMinor(priceMinor, terms.depositPercent);
}

function firstStatus(held: boolean, acceptance: "auto" | "manual"): Status {
  if (held) return "reserved";
  return acceptance === "manual" ? "pending" : "confirmed";
}

function draftBooking(
  items: readonly PlannedItem[],
  party: OrderParty,
  order: { orderId: string; held: boolean; until: number; atMost: number },
  ids: NewIds,
  now: number,
): Draft {
  const acceptance = items.some((item) => item.terms.acceptance === "manual") ? "manual" : "auto";
  const status = firstStatus(order.held, acceptance);
  const at = instantText(now);
  const terms = items.map((item) => item.terms);
  const first = items[0]!;
  const row: BookingRow = {
    business_id: first.businessId,
    id: ids.id(),
    order_id: order.orderId,
    reference: ids.reference(),
    customer_id: party.customerId,
    customer_name: party.name,
    customer_phone: party.phone,
    location_id: first.locationId,
    source: party.source,
    status,
    payment_terms: strictestTerms(terms.map((one) => one.paymentTerms)),
    fee_minor: 0,
    acceptance,
    currency: first.currency,
    total_minor: items.reduce((sum, item) => sum + item.priceMinor, 0),
    due_minor: dueMinor(items),
    cancel_policy: strictestPolicy(terms.map(policyOf)),
    starts_at: items.map((item) => toInstant(item.startsAt)).toSorted()[0]!,
    ends_at: items
      .map((item) => toInstant(item.endsAt))
      .toSorted()
      .at(-1)!,
    expires_at: expiryOf(status, items, order.until, now),
    extendable_until: instantText(order.atMost),
    accept_within_minutes: acceptWithin(terms),
    check_in_opens_minutes: Math.max(...terms.map((one) => one.checkInOpensMinutes)),
    reserved_at: status === "reserved" ? at : null,
    pending_at: status === "pending" ? at : null,
    confirmed_at: status === "confirmed" ? at : null,
    checked_in_at: null,
    completed_at: null,
    no_show_at: null,
    cancelled_at: null,
    expired_at: null,
    cancelled_by: null,
    cancel_reason: null,
    created_at: at,
    version: 1,
  };
  const stored = items.map((item, index) => storedItem(item, ids.id(), index + 1));
  return { row, items: stored, wanted: wantedOf(items, stored, row) };
}

/** Returns the inventory that items want. @param stored the planned items' rows, in the same order */
export function wantedOf(
  planned: readonly PlannedItem[],
  stored: readonly { id: string }[],
  booking: { id: string; business_id: string; expires_at: string | null },
): Wanted {
  const of = (n: number): Row => ({
    business_id: booking.business_id,
    booking_id: booking.id,
    item_id: stored[n]!.id,
    expires_at: booking.expires_at,
    generation: 1,
  });
  const span = ({ from, until }: { from: string; until: string }) => ({
    starts_at: from,
    ends_at: until,
  });
  return {
    claims: planned.flatMap((item, n) =>
      item.claims.map((claim) => ({
        ...of(n),
        ...span(claim),
        unit_id: claim.unitId,
        seat_no: claim.seatNo,
        ...(isSeat(claim) && {
          passenger: claim.passenger,
          label: claim.label,
          from_position: claim.fromPosition,
          to_position: claim.toPosition,
        }),
      })),
    ),
    picks: planned.flatMap((item, n) =>
      item.picks.map((pick, index) => ({
        ...of(n),
        ...span(pick),
        pick: index,
        unit_ids: pick.unitIds,
        how_many: pick.count,
      })),
    ),
    buckets: planned.flatMap((item, n) =>
      item.buckets.map(({ poolId, bucket, quantity }) => ({
        ...of(n),
        pool_id: poolId,
        bucket,
        quantity,
      })),
    ),
  };
}

/** Returns the payment terms that require most money first. */
export function strictestTerms(all: readonly Terms["paymentTerms"][]): Terms["paymentTerms"] {
  return all.includes("full") ? "full" : all.includes("deposit") ? "deposit" : "venue";
}

function toInstant(at: string): string {
  return new Date(at).toISOString();
}

/** Returns an accepted offer as its item row; exported for amendments, which replace one by another. */
export function storedItem(item: PlannedItem, id: string, position: number): StoredItem {
  const picked = item.picks.reduce((sum, pick) => sum + pick.count, 0);
  return {
    id,
    position,
    kind: item.kind,
    offering_id: item.offeringId,
    starts_at: toInstant(item.startsAt),
    ends_at: toInstant(item.endsAt),
    quantity: item.quantity,
    price_minor: item.priceMinor,
    payment_terms: item.terms.paymentTerms,
    deposit_percent: item.terms.depositPercent,
    due_minor: dueOf(item.terms, item.priceMinor),
    acceptance: item.terms.acceptance,
    cancel_policy: policyOf(item.terms),
    fee_floor_minor: 0,
    price_parts: item.priceParts,
    sale_ends_at: item.saleEndsAt,
    accept_within_minutes: item.terms.acceptWithinMinutes,
    check_in_opens_minutes: item.terms.checkInOpensMinutes,
    details: { ...item.details, name: item.name },
    units: item.units.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    claims_needed: item.claims.length + picked,
    pool_needed: item.buckets.reduce((sum, bucket) => sum + bucket.quantity, 0),
  };
}

/** Returns the columns of an item that the engine writes: not the units, which are in its claims. */
export function itemForEngine(
  { units: _, ...item }: StoredItem,
  booking: { id: string; business_id: string },
): Row {
  return { ...item, business_id: booking.business_id, booking_id: booking.id };
}

import { money, type Money } from "../base/money.ts";
import { instantText, MINUTE_MS } from "../base/time.ts";
import { statusNow, type Canceller, type Status } from "./booking.ts";
import { viewPolicy, type CancelPolicy, type PolicyView } from "./cancel-policy.ts";
import { viewItem, type ItemRow, type ItemView } from "./item-view.ts";

/** A booking as the API shows it: created, read or moved. */
export interface BookingView {
  id: string;
  orderId: string;
  businessId: string;
  locationId: string | null;
  reference: string;
  status: Status;
  source: string;
  customer: { id: string | null; name: string; phone: string | null };
  start: string;
  end: string;
  expiresAt: string | null;
  extendableUntil: string;
  /** From when the customer can be checked in. */
  checkInFrom: string;
  paymentTerms: "venue" | "deposit" | "full";
  acceptance: "auto" | "manual";
  total: Money;
  due: Money;
  /** Fees kept for removed parts, in addition to the total. */
  fees: Money;
  cancelPolicy: PolicyView;
  cancelledBy: Canceller | null;
  cancelReason: string | null;
  stamps: Stamps;
  items: ItemView[];
  createdAt: string;
  version: number;
}

export interface Stamps {
  reservedAt: string | null;
  pendingAt: string | null;
  confirmedAt: string | null;
  checkedInAt: string | null;
  completedAt: string | null;
  noShowAt: string | null;
  cancelledAt: string | null;
  expiredAt: string | null;
}

/** A booking as stored, under the columns' names. */
export interface BookingRow {
  business_id: string;
  id: string;
  order_id: string;
  reference: string;
  customer_id: string | null;
  customer_name: string;
  customer_phone: string | null;
  location_id: string | null;
  source: string;
  status: Status;
  payment_terms: "venue" | "deposit" | "full";
  acceptance: "auto" | "manual";
  currency: string;
  total_minor: number;
  due_minor: number;
  fee_minor: number;
  cancel_policy: CancelPolicy;
  starts_at: string;
  ends_at: string;
  expires_at: string | null;
  extendable_until: string;
  accept_within_minutes: number | null;
  /** Null for bookings from before this was agreed: at any time. */
  check_in_opens_minutes: number | null;
  reserved_at: string | null;
  pending_at: string | null;
  confirmed_at: string | null;
  checked_in_at: string | null;
  completed_at: string | null;
  no_show_at: string | null;
  cancelled_at: string | null;
  expired_at: string | null;
  cancelled_by: Canceller | null;
  cancel_reason: string | null;
  created_at: string;
  version: number;
}

/** Converts a row to a view, in this one place. `now` decides whether a hold, or the time to accept, is over. */
export function viewBooking(row: BookingRow, items: readonly ItemRow[], now: number): BookingView {
  return {
    id: row.id,
    orderId: row.order_id,
    businessId: row.business_id,
    locationId: row.location_id,
    reference: row.reference,
    status: statusNow(row.status, row.expires_at, now),
    source: row.source,
    customer: { id: row.customer_id, name: row.customer_name, phone: row.customer_phone },
    start: row.starts_at,
    end: row.ends_at,
    expiresAt: row.expires_at,
    extendableUntil: row.extendable_until,
    checkInFrom: checkInFrom(row),
    paymentTerms: row.payment_terms,
    acceptance: row.acceptance,
    total: money(row.total_minor, row.currency),
    due: money(row.due_minor, row.currency),
    fees: money(row.fee_minor, row.currency),
    cancelPolicy: viewPolicy(row.cancel_policy, row.currency),
    cancelledBy: row.cancelled_by,
    cancelReason: row.cancel_reason,
    stamps: viewStamps(row),
    items: items.map((item) => viewItem(item, row.currency)),
    createdAt: row.created_at,
    version: row.version,
  };
}

function checkInFrom(row: BookingRow): string {
  const { check_in_opens_minutes: minutes, starts_at: startsAt, created_at: createdAt } = row;
  return minutes === null ? createdAt : instantText(Date.parse(startsAt) - minutes * MINUTE_MS);
}

function viewStamps(row: BookingRow): Stamps {
  return {
    reservedAt: row.reserved_at,
    pendingAt: row.pending_at,
    confirmedAt: row.confirmed_at,
    checkedInAt: row.checked_in_at,
    completedAt: row.completed_at,
    noShowAt: row.no_show_at,
    cancelledAt: row.cancelled_at,
    expiredAt: row.expired_at,
  };
}

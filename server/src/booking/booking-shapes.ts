import { Type } from "typebox";
import { ITEMS_MAX } from "../base/limits.ts";
import * as shape from "../http/shapes.ts";
import { appointmentItemSchema } from "../availability/slots/appointment-item.ts";
import { rentalItemSchema } from "../availability/slots/rental-item.ts";
import { stayItemSchema } from "../availability/stays/stay-item.ts";
import { seatItemSchema } from "../availability/trips/seat-item.ts";
import { cancellers, statuses } from "./booking.ts";
import { overridableRules } from "./desk-override.ts";
import { cancelPolicy, item } from "./item-shapes.ts";

const instantOrNull = shape.nullable(shape.instant);

export const orderItem = Type.Union([
  appointmentItemSchema,
  rentalItemSchema,
  seatItemSchema,
  stayItemSchema,
]);

export const orderItems = shape.list(orderItem, ITEMS_MAX, 1);

export const orderBody = shape.object(
  {
    items: orderItems,
    customer: shape.optional(
      shape.object(
        { name: shape.line(200), phone: shape.optional(shape.phone) },
        { description: "The customer, if it is not the signed-in user" },
      ),
    ),
    override: shape.optional(
      Type.Array(shape.oneOf(overridableRules), {
        maxItems: overridableRules.length,
        description:
          "Rules to override, for a business's desk and API keys only. Overrides are recorded in the audit trail",
      }),
    ),
  },
  { title: "OrderRequest" },
);

export const reasonBody = shape.object({ reason: shape.optional(shape.line(500)) });
export const cancellationBody = shape.object({
  ...reasonBody.properties,
  refundTo: shape.optional(
    shape.oneOf(["source", "wallet"], {
      description:
        "Where the refund goes: to its source (default) or to the customer's wallet, if the customer chooses. Money paid at the venue is refunded there",
    }),
  ),
});

const stamps = shape.object(
  {
    reservedAt: instantOrNull,
    pendingAt: instantOrNull,
    confirmedAt: instantOrNull,
    checkedInAt: instantOrNull,
    completedAt: instantOrNull,
    noShowAt: instantOrNull,
    cancelledAt: instantOrNull,
    expiredAt: instantOrNull,
  },
  { title: "BookingStamps" },
);

export const booking = shape.object(
  {
    id: shape.id,
    orderId: shape.id,
    businessId: shape.id,
    locationId: shape.nullable(shape.id),
    reference: Type.String(),
    status: shape.oneOf(statuses),
    source: Type.String(),
    customer: shape.object({
      id: shape.nullable(shape.id),
      name: Type.String(),
      phone: shape.nullable(Type.String()),
    }),
    start: shape.instant,
    end: shape.instant,
    expiresAt: shape.nullable(
      Type.String({
        format: "instant",
        description: "When the hold or the time to accept ends; null otherwise",
      }),
    ),
    extendableUntil: shape.instant,
    checkInFrom: shape.instant,
    paymentTerms: shape.oneOf(["venue", "deposit", "full"]),
    acceptance: shape.oneOf(["auto", "manual"]),
    total: shape.money,
    due: shape.money,
    fees: shape.money,
    cancelPolicy,
    cancelledBy: shape.nullable(shape.oneOf(cancellers)),
    cancelReason: shape.nullable(Type.String()),
    stamps,
    items: shape.list(item, ITEMS_MAX),
    createdAt: shape.instant,
    version: shape.version,
  },
  { title: "Booking" },
);

export const order = shape.object(
  {
    id: shape.id,
    status: shape.oneOf(statuses),
    expiresAt: instantOrNull,
    total: shape.money,
    due: shape.money,
    bookings: shape.list(booking, ITEMS_MAX),
    createdAt: shape.instant,
  },
  { title: "Order" },
);

export const event = shape.object(
  {
    seq: Type.Integer(),
    type: Type.String(),
    from: shape.nullable(Type.String()),
    to: shape.nullable(Type.String()),
    at: shape.instant,
    actor: Type.String(),
    reason: shape.nullable(Type.String()),
    details: Type.Record(Type.String(), Type.Unknown()),
    prevHash: Type.String(),
    hash: Type.String(),
  },
  { title: "BookingEvent" },
);

export const quote = shape.object(
  {
    allowed: Type.Boolean(),
    reasons: shape.list(shape.object({ rule: Type.String(), message: Type.String() }), 1),
    freeUntil: shape.instant,
    fee: shape.money,
    paid: shape.money,
    refund: shape.money,
    refundVat: shape.money,
  },
  {
    title: "CancellationQuote",
    description:
      "`reasons` says why the customer can no longer cancel: the booking has started, or they have checked in. `refund` is the part of the payments that is refunded automatically, including `refundVat` of VAT. The fee is never more than was paid.",
  },
);

export const paidBy = shape.object(
  {
    kind: shape.oneOf(["nothing-due", "cash", "card-terminal", "transfer"]),
    reference: shape.optional(shape.line(100)),
    amount: shape.optional(shape.money),
  },
  { title: "PaidBy" },
);

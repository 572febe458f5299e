import { itemKinds } from "../base/item-kinds.ts";
import { type Static, Type } from "typebox";
import { appointmentItemSchema } from "../availability/slots/appointment-item.ts";
import { rentalItemSchema } from "../availability/slots/rental-item.ts";
import { stayItemSchema } from "../availability/stays/stay-item.ts";
import { seatItemSchema } from "../availability/trips/seat-item.ts";
import * as shape from "../http/shapes.ts";

/** The fields that may be sent to change an item of each kind; omitted fields stay as they are. */
const { kind: _appointment, ...appointment } = appointmentItemSchema.properties;
const { kind: _rental, ...rental } = rentalItemSchema.properties;
const { kind: _seat, ...seat } = seatItemSchema.properties;
const { kind: _stay, ...stay } = stayItemSchema.properties;

/**
 * One item of a booking with only its changes, in the fields of an order's item; without an `id` a new item, complete
 * and with its kind.
 */
export const itemChange = shape.object(
  {
    id: shape.optional(Type.String({ format: "uuid", description: "Leave out to add an item" })),
    kind: shape.optional(shape.oneOf(itemKinds)),
    serviceId: shape.optional(appointment.serviceId),
    staffId: appointment.staffId,
    start: shape.optional(appointment.start),
    end: appointment.end,
    rentalId: shape.optional(rental.rentalId),
    units: rental.units,
    unitIds: rental.unitIds,
    tripId: shape.optional(seat.tripId),
    from: shape.optional(seat.from),
    to: shape.optional(seat.to),
    seats: shape.optional(seat.seats),
    roomTypeId: shape.optional(stay.roomTypeId),
    checkIn: shape.optional(stay.checkIn),
    checkOut: shape.optional(stay.checkOut),
    rooms: shape.optional(stay.rooms),
    guests: shape.optional(stay.guests),
  },
  { title: "ItemChange" },
);

export type ItemChange = Static<typeof itemChange>;

export const fieldsOfKind = {
  appointment: Object.keys(appointment),
  rental: Object.keys(rental),
  seat: Object.keys(seat),
  stay: Object.keys(stay),
} as const;

/** The required fields of an added item. */
export const neededFields = {
  appointment: appointmentItemSchema.required.filter((name) => name !== "kind"),
  rental: rentalItemSchema.required.filter((name) => name !== "kind"),
  seat: seatItemSchema.required.filter((name) => name !== "kind"),
  stay: stayItemSchema.required.filter((name) => name !== "kind"),
} as const;

import { Type, type TProperties } from "typebox";
import { SEATS_MAX, UNITS_MAX } from "../base/limits.ts";
import * as shape from "../http/shapes.ts";

export const cancelPolicy = shape.object(
  {
    freeCancelHours: Type.Integer(),
    cancelFeePercent: Type.Integer(),
    cancelFee: shape.money,
    noShowFeePercent: Type.Integer(),
    freeUntil: shape.optional({
      ...shape.instant,
      description:
        "Cancelling is free at least until this time because the operator changed the trip's times",
    }),
  },
  { title: "CancelPolicy" },
);

const common = {
  id: shape.id,
  offeringId: shape.id,
  name: shape.text,
  start: shape.instant,
  end: shape.instant,
  quantity: Type.Integer(),
  price: shape.money,
  due: shape.money,
  acceptance: shape.oneOf(["auto", "manual"]),
  cancelPolicy,
  feeFloor: shape.money,
};

const timezone = shape.nullable(Type.String());
const stop = shape.object({ id: shape.id, name: shape.longText }, { title: "NamedStop" });

const appointment = bookedItem("BookedAppointment", {
  kind: Type.Literal("appointment"),
  serviceId: shape.id,
  staffId: shape.nullable(shape.id),
  staff: shape.nullable(
    shape.object({ id: shape.id, name: shape.longText }, { title: "NamedStaffMember" }),
  ),
  anyStaff: Type.Boolean({ description: "The customer did not choose the staff member" }),
  timezone,
});

const rental = bookedItem("BookedRental", {
  kind: Type.Literal("rental"),
  rentalId: shape.id,
  units: Type.Integer(),
  unitIds: shape.list(shape.id, UNITS_MAX),
  rentalUnits: shape.list(
    shape.object({ id: shape.id, label: Type.String() }, { title: "NamedRentalUnit" }),
    UNITS_MAX,
  ),
  anyUnits: Type.Boolean({ description: "The customer did not choose the units" }),
  timezone,
});

const seats = bookedItem("BookedSeats", {
  kind: Type.Literal("seat"),
  routeId: shape.id,
  tripId: shape.id,
  from: Type.String({ format: "uuid", description: "The boarding stop" }),
  to: Type.String({ format: "uuid", description: "The alighting stop" }),
  fromStop: stop,
  toStop: stop,
  departure: shape.instant,
  arrival: shape.instant,
  seats: shape.list(
    shape.object({ label: Type.String(), class: Type.String(), passenger: Type.String() }),
    SEATS_MAX,
  ),
});

const stay = bookedItem("BookedStay", {
  kind: Type.Literal("stay"),
  roomTypeId: shape.id,
  propertyName: shape.longText,
  checkIn: shape.date,
  checkOut: shape.date,
  nights: Type.Integer(),
  rooms: Type.Integer(),
  guests: Type.Integer(),
  checkInFrom: shape.instant,
  checkOutUntil: shape.instant,
});

/** A booked item, with the fields it was requested with; `kind` is one of four. */
export const item = Type.Union([appointment, rental, seats, stay], { title: "BookingItem" });

function bookedItem<Own extends TProperties>(title: string, own: Own) {
  return shape.object({ ...own, ...common }, { title });
}

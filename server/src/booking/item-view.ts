import { money, type Money } from "../base/money.ts";
import type { Text } from "../base/text.ts";
import type { ItemKind } from "../base/item-kinds.ts";
import type { NamedUnit } from "../availability/planned-item.ts";
import { viewPolicy, type CancelPolicy, type PolicyView } from "./cancel-policy.ts";

/** The fields of every item, whatever its kind. */
interface CommonView {
  id: string;
  offeringId: string;
  name: Text;
  start: string;
  end: string;
  quantity: number;
  price: Money;
  /** The part due before it counts. */
  due: Money;
  acceptance: "auto" | "manual";
  cancelPolicy: PolicyView;
  /** The minimum cancellation fee: frozen when it was amended inside the fee window. */
  feeFloor: Money;
}

interface AppointmentView {
  kind: "appointment";
  serviceId: string;
  /** The staff member now or last; null when none was ever assigned. */
  staffId: string | null;
  staff: { id: string; name: Text } | null;
  /** Whether the customer asked for anybody when booking. */
  anyStaff: boolean;
  timezone: string | null;
}

interface RentalView {
  kind: "rental";
  rentalId: string;
  units: number;
  unitIds: string[];
  rentalUnits: { id: string; label: string }[];
  /** Whether the customer asked for any units when booking. */
  anyUnits: boolean;
  timezone: string | null;
}

interface SeatsView {
  kind: "seat";
  routeId: string;
  tripId: string;
  /** The stops, as a request names them. */
  from: string;
  to: string;
  fromStop: { id: string; name: Text };
  toStop: { id: string; name: Text };
  departure: string;
  arrival: string;
  seats: { label: string; class: string; passenger: string }[];
}

interface StayView {
  kind: "stay";
  roomTypeId: string;
  propertyName: Text;
  checkIn: string;
  checkOut: string;
  nights: number;
  rooms: number;
  guests: number;
  checkInFrom: string;
  checkOutUntil: string;
}

type OwnView = AppointmentView | RentalView | SeatsView | StayView;

/** An item as the API shows it: the requested fields and the outcome. */
export type ItemView = CommonView & OwnView;

/** An item as stored, under the columns' names. */
export interface ItemRow {
  id: string;
  kind: ItemKind;
  offering_id: string;
  starts_at: string;
  ends_at: string;
  quantity: number;
  price_minor: number;
  due_minor: number;
  acceptance: "auto" | "manual";
  cancel_policy: CancelPolicy;
  fee_floor_minor: number;
  details: Record<string, unknown> & { name: Text };
  /** The staff members or rental units it owns, or owned last; none for seats and nights. */
  units: NamedUnit[];
}

export function viewItem(row: ItemRow, currency: string): ItemView {
  return {
    id: row.id,
    offeringId: row.offering_id,
    name: row.details.name,
    start: row.starts_at,
    end: row.ends_at,
    quantity: row.quantity,
    price: money(row.price_minor, currency),
    due: money(row.due_minor, currency),
    acceptance: row.acceptance,
    cancelPolicy: viewPolicy(row.cancel_policy, currency),
    feeFloor: money(row.fee_floor_minor, currency),
    ...ownViews[row.kind](row),
  };
}

const ownViews: { [Kind in ItemKind]: (row: ItemRow) => OwnView } = {
  appointment: appointmentOf,
  rental: rentalOf,
  seat: seatsOf,
  stay: stayOf,
};

const NO_NAME: Text = { ar: "", en: "" };

function appointmentOf({ offering_id: serviceId, units, details }: ItemRow): AppointmentView {
  const [who] = units;
  const staff = who ? { id: who.id, name: who.name ?? NO_NAME } : null;
  return {
    kind: "appointment",
    serviceId,
    staffId: staff?.id ?? null,
    staff,
    anyStaff: details["anyStaff"] === true,
    timezone: (details["timezone"] as string | undefined) ?? null,
  };
}

function rentalOf({ offering_id: rentalId, quantity, units, details }: ItemRow): RentalView {
  return {
    kind: "rental",
    rentalId,
    units: quantity,
    unitIds: units.map(({ id }) => id),
    rentalUnits: units.map(({ id, label = "" }) => ({ id, label })),
    anyUnits: details["anyUnits"] === true,
    timezone: (details["timezone"] as string | undefined) ?? null,
  };
}

function seatsOf({ offering_id: routeId, details }: ItemRow): SeatsView {
  const { tripId, from, to, seats } = details as unknown as {
    tripId: string;
    from: { id: string; name: Text; departure: string };
    to: { id: string; name: Text; arrival: string };
    seats: SeatsView["seats"];
  };
  return {
    kind: "seat",
    routeId,
    tripId,
    from: from.id,
    to: to.id,
    fromStop: { id: from.id, name: from.name },
    toStop: { id: to.id, name: to.name },
    departure: from.departure,
    arrival: to.arrival,
    seats: seats.map(({ label, class: seatClass, passenger }) => ({
      label,
      class: seatClass,
      passenger,
    })),
  };
}

function stayOf({ offering_id: roomTypeId, details }: ItemRow): StayView {
  const stay = details as unknown as Omit<StayView, "kind" | "roomTypeId">;
  return {
    kind: "stay",
    roomTypeId,
    propertyName: stay.propertyName,
    checkIn: stay.checkIn,
    checkOut: stay.checkOut,
    nights: stay.nights,
    rooms: stay.rooms,
    guests: stay.guests,
    checkInFrom: stay.checkInFrom,
    checkOutUntil: stay.checkOutUntil,
  };
}

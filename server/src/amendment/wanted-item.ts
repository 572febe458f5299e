import type { ItemKind } from "../base/item-kinds.ts";
import { ITEMS_MAX } from "../base/limits.ts";
import { invalid, invalidAt, type FieldError } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { OrderItem } from "../booking/item-rule.ts";
import type { AgreedBooking, SoldItem } from "./agreed-booking.ts";
import { fieldsOfKind, neededFields, type ItemChange } from "./change-shapes.ts";

/** The wanted state of one item: a sold item that changes, or a new one. */
export interface Wanted {
  /** Undefined: new. */
  sold?: SoldItem;
  item: OrderItem;
}

/** The wanted changes of a booking's items; items in neither list stay as they are. */
export interface WantedChange {
  items: Wanted[];
  removed: SoldItem[];
}

/**
 * Merges a requested change with the agreed item: omitted fields stay, and a new start without an end keeps the
 * duration.
 *
 * @throws Problem invalid-request: another booking's item, the same item twice, a field of another kind, nothing left,
 *   too many items
 */
export function readChange(
  booking: AgreedBooking,
  changes: readonly ItemChange[],
  remove: readonly string[],
): WantedChange {
  const errors: FieldError[] = [];
  const seen = new Set<string>();
  const find = (id: string, pointer: string): SoldItem | undefined => {
    const sold = booking.items.find((one) => one.id === id.toLowerCase());
    if (!sold) errors.push(ofAnother(pointer));
    else if (seen.has(sold.id)) errors.push(twice(pointer));
    if (sold) seen.add(sold.id);
    return sold;
  };
  const removed = remove.flatMap((id, index) => find(id, `/remove/${index}`) ?? []);
  const items = changes.flatMap((change, index): Wanted[] => {
    const pointer = `/items/${index}`;
    const sold = change.id === undefined ? undefined : find(change.id, `${pointer}/id`);
    if (change.id !== undefined && !sold) return [];
    const kind = sold?.kind ?? change.kind;
    if (kind === undefined) {
      errors.push(missing(`${pointer}/kind`));
      return [];
    }
    const wrong = wrongFields(kind, change, sold, pointer);
    errors.push(...wrong);
    return wrong.length > 0
      ? []
      : [{ ...(sold && { sold }), item: wantedItem(kind, change, sold) }];
  });
  if (errors.length > 0) throw invalid(errors);
  if (items.length + removed.length === 0) throw nothingAsked();
  if (removed.length === booking.items.length && items.every(({ sold }) => sold))
    throw nothingLeft();
  const added = items.filter(({ sold }) => !sold).length;
  if (booking.items.length - removed.length + added > ITEMS_MAX) throw tooMany();
  return { items, removed };
}

function wrongFields(
  kind: ItemKind,
  change: ItemChange,
  sold: SoldItem | undefined,
  pointer: string,
): FieldError[] {
  if (sold && change.kind !== undefined && change.kind !== sold.kind) {
    return [{ pointer: `${pointer}/kind`, detail: keepKind(sold.kind) }];
  }
  const own: readonly string[] = fieldsOfKind[kind];
  const { id: _id, kind: _kind, ...fields } = change;
  const foreign = Object.keys(fields).filter((name) => !own.includes(name));
  const lacking = sold ? [] : neededFields[kind].filter((name) => !(name in fields));
  return [
    ...foreign.map((name) => ({ pointer: `${pointer}/${name}`, detail: notOfKind(kind) })),
    ...lacking.map((name) => missing(`${pointer}/${name}`)),
  ];
}

function wantedItem(kind: ItemKind, change: ItemChange, sold: SoldItem | undefined): OrderItem {
  const { id: _, ...fields } = change;
  if (!sold) return { ...fields, kind } as OrderItem;
  switch (kind) {
    case "appointment":
      return wantedAppointment(change, sold);
    case "rental":
      return wantedRental(change, sold);
    case "seat":
      return wantedSeats(change, sold);
    default:
      return wantedStay(change, sold);
  }
}

/** Keeps the staff member, unless the booking was for anybody or the service changes. */
function wantedAppointment(change: ItemChange, sold: SoldItem): OrderItem {
  const isAny = sold.details["anyStaff"] === true || change.serviceId !== undefined;
  const staffId = change.staffId ?? (isAny ? undefined : sold.unitIds[0]);
  return {
    kind: "appointment",
    serviceId: change.serviceId ?? sold.offeringId,
    start: change.start ?? sold.startsAt,
    ...(change.end !== undefined && { end: change.end }),
    ...(staffId !== undefined && { staffId }),
  };
}

/** Keeps the duration and the units; if the booking was for any units, or the rental changes, keeps their number. */
function wantedRental(change: ItemChange, sold: SoldItem): OrderItem {
  const lengthMs = Date.parse(sold.endsAt) - Date.parse(sold.startsAt);
  const start = change.start ?? sold.startsAt;
  const end =
    change.end ??
    (change.start === undefined
      ? sold.endsAt
      : new Date(Date.parse(change.start) + lengthMs).toISOString());
  const isAny = sold.details["anyUnits"] === true || change.rentalId !== undefined;
  const asked =
    change.units !== undefined || change.unitIds !== undefined
      ? {
          ...(change.units !== undefined && { units: change.units }),
          ...(change.unitIds && { unitIds: change.unitIds }),
        }
      : isAny
        ? { units: sold.quantity }
        : { unitIds: [...sold.unitIds] };
  return { kind: "rental", rentalId: change.rentalId ?? sold.offeringId, start, end, ...asked };
}

function wantedSeats(change: ItemChange, { details }: SoldItem): OrderItem {
  const agreed = details as unknown as {
    tripId: string;
    from: { id: string };
    to: { id: string };
    seats: { label: string; passenger: string }[];
  };
  return {
    kind: "seat",
    tripId: change.tripId ?? agreed.tripId,
    from: change.from ?? agreed.from.id,
    to: change.to ?? agreed.to.id,
    seats: change.seats ?? agreed.seats.map(({ label, passenger }) => ({ label, passenger })),
  };
}

function wantedStay(change: ItemChange, { details, offeringId }: SoldItem): OrderItem {
  const agreed = details as unknown as {
    checkIn: string;
    checkOut: string;
    rooms: number;
    guests: number;
  };
  return {
    kind: "stay",
    roomTypeId: change.roomTypeId ?? offeringId,
    checkIn: change.checkIn ?? agreed.checkIn,
    checkOut: change.checkOut ?? agreed.checkOut,
    rooms: change.rooms ?? agreed.rooms,
    guests: change.guests ?? agreed.guests,
  };
}

function ofAnother(pointer: string): FieldError {
  const detail = text(
    "هذا البند ليس من هذا الحجز؛ أرسل معرّف أحد بنوده.",
    "This item is not part of the booking; send the id of one of its items.",
  );
  return { pointer, detail };
}

function twice(pointer: string): FieldError {
  const detail = text("هذا البند مذكور مرتين؛ اذكره مرة واحدة.", "Duplicate item; list it once.");
  return { pointer, detail };
}

function missing(pointer: string): FieldError {
  const detail = text(
    "هذا الحقل مطلوب لإضافة بند؛ ولتغيير بند موجود أرسل id.",
    "Required to add an item; to change an existing item, send its id.",
  );
  return { pointer, detail };
}

function keepKind(kind: ItemKind) {
  return text(
    `نوع هذا البند ${kind} ولا يتغير.`,
    `This item is of kind ${kind}; the kind cannot change.`,
  );
}

function notOfKind(kind: ItemKind) {
  return text(
    `لا يوجد هذا الحقل في بند من نوع ${kind}.`,
    `An item of kind ${kind} has no such field.`,
  );
}

function nothingAsked() {
  return invalidAt(
    "/items",
    "أرسل بندًا واحدًا على الأقل لتغييره أو حذفه.",
    "Send at least one item to change or remove.",
  );
}

function tooMany() {
  return invalidAt(
    "/items",
    `أقصى ما يضمه الحجز ${ITEMS_MAX} بندًا؛ احجز الباقي في طلب آخر.`,
    `A booking has at most ${ITEMS_MAX} items; book the rest in another order.`,
  );
}

function nothingLeft() {
  return invalidAt(
    "/remove",
    "لا يمكن حذف كل البنود؛ ألغِ الحجز بدلًا من ذلك.",
    "Not every item can be removed; cancel the booking instead.",
  );
}

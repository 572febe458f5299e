import { dayNumber } from "../../src/availability/slots/zone-offsets.ts";
import type { Property, Rate, RoomType } from "../../src/availability/stays/stay.ts";
import type { StayItem } from "../../src/availability/stays/stay-item.ts";
import { terms } from "./slot-facts.ts";

export const day = dayNumber;

export function roomType(changes: Partial<RoomType> = {}): RoomType {
  return {
    id: "double",
    name: { ar: "غرفة", en: "Double" },
    onSale: true,
    rooms: 3,
    occupancy: 2,
    minNights: 1,
    priceMinor: 30_000,
    leadMinutes: 0,
    horizonDays: 365,
    terms,
    rates: [],
    taken: [],
    ...changes,
  };
}

/** The rate of a night that differs from the room type's own. */
export function rate(
  night: string,
  {
    price = null,
    closed = false,
    minNights = null,
  }: { price?: number | null; closed?: boolean; minNights?: number | null },
): Rate {
  return [dayNumber(night), price, closed, minNights];
}

/** A hotel in Riyadh, check-in from 15:00, check-out until 12:00. */
export function property(changes: Partial<Property> = {}): Property {
  return {
    businessId: "b",
    catalogueVersion: 1,
    businessName: { ar: "فندق", en: "Hotel" },
    locationId: "l",
    name: { ar: "الفرع", en: "Branch" },
    currency: "SAR",
    timezone: "Asia/Riyadh",
    checkInMinute: 900,
    checkOutMinute: 720,
    onSale: true,
    roomTypes: [roomType()],
    ...changes,
  };
}

export function stayItem(
  checkIn: string,
  checkOut: string,
  changes: Partial<StayItem> = {},
): StayItem {
  return { kind: "stay", roomTypeId: "double", checkIn, checkOut, rooms: 1, guests: 1, ...changes };
}

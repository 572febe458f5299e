import type { Estate } from "./estate.ts";

/** The bodies that create one ware of each kind; every name contains the estate's mark. */

export type Kind = "salon" | "venue" | "bus" | "hotel";

export function sar(amount: number) {
  return { amount, currency: "SAR" };
}

let made = 0;

/** A new word each time, for values that must be unique. */
export function fresh(estate: Pick<Estate, "mark">, word: string): string {
  made += 1;
  return `${estate.mark} ${word} ${made}`;
}

export function named(estate: Pick<Estate, "mark">, word: string) {
  const en = fresh(estate, word);
  return { ar: `${en} بالعربية`, en };
}

export const everyDay = [1, 2, 3, 4, 5, 6, 7];

/** Each body has every field that the route takes, so that tests can make every field invalid. */
export const wares = {
  locations: (estate: Estate) => ({
    name: named(estate, "branch"),
    address: named(estate, "street"),
    city: { ar: "الرياض", en: "Riyadh" },
    latitude: 24.7,
    longitude: 46.7,
    timezone: "Asia/Riyadh",
    checkIn: "15:00",
    checkOut: "12:00",
    active: true,
  }),
  services: (estate: Estate) => ({
    name: named(estate, "service"),
    description: named(estate, "service described"),
    locationId: estate.salon.locationId,
    durationMinutes: 30,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
    stepMinutes: 30,
    price: sar(10_000),
    staffIds: estate.salon.staffIds,
    active: true,
    terms: {
      paymentTerms: "venue",
      acceptance: "auto",
      depositPercent: 0,
      holdMinutes: 10,
      leadMinutes: 0,
      horizonDays: 90,
      freeCancelHours: 24,
      cancelFeePercent: 0,
      cancelFee: sar(0),
      noShowFeePercent: 0,
    },
  }),
  staff: (estate: Estate) => ({
    name: named(estate, "barber"),
    locationId: estate.salon.locationId,
    userId: estate.staff.id,
    active: true,
  }),
  rentals: (estate: Estate) => ({
    name: named(estate, "simulator"),
    description: named(estate, "simulator described"),
    locationId: estate.venue.locationId,
    stepMinutes: 30,
    durationsMinutes: [60, 120],
    pricePerHour: sar(5_000),
    active: true,
  }),
  rentalUnits: (estate: Estate) => ({
    rentalId: estate.venue.rentalId,
    label: fresh(estate, "rig"),
    active: true,
  }),
  vehicles: (estate: Estate) => ({
    name: fresh(estate, "coach"),
    layout: {
      rows: 3,
      columns: "2+2",
      lastRowFull: true,
      classes: [{ class: "vip", fromRow: 1, toRow: 1 }],
    },
  }),
  stops: (estate: Estate) => ({
    code: fresh(estate, "stop"),
    name: named(estate, "station"),
    city: named(estate, "town"),
    latitude: 24.7,
    longitude: 46.7,
    timezone: "Asia/Riyadh",
  }),
  routes: (estate: Estate) => ({
    code: fresh(estate, "line"),
    name: named(estate, "line"),
    description: named(estate, "line described"),
    routeType: 3,
    price: sar(10_000),
    active: true,
  }),
  calendars: (estate: Estate) => ({
    code: fresh(estate, "calendar"),
    weekdays: everyDay,
    startsOn: "2026-11-01",
    endsOn: "2027-01-31",
  }),
  journeys: ({ bus, ...estate }: Estate) => ({
    code: fresh(estate, "journey"),
    headsign: fresh(estate, "headsign"),
    routeId: bus.routeId,
    calendarId: bus.calendarId,
    vehicleId: bus.vehicleId,
    timezone: "Asia/Riyadh",
    stops: [
      { stopId: bus.stopIds[0], arrival: "08:00", departure: "08:00", boards: true, alights: true },
      { stopId: bus.stopIds[1], arrival: "12:00", departure: "12:10", boards: true, alights: true },
      { stopId: bus.stopIds[2], arrival: "25:30", departure: "25:30", boards: true, alights: true },
    ],
    frequencies: [],
  }),
  roomTypes: (estate: Estate) => ({
    name: named(estate, "room"),
    description: named(estate, "room described"),
    locationId: estate.hotel.locationId,
    rooms: 5,
    occupancy: 2,
    minNights: 1,
    price: sar(30_000),
    active: true,
  }),
};

export type Ware = keyof typeof wares;

/** The kind of business a ware belongs to; every kind has locations, so the salon's are used. */
export const tradeOf: Record<Ware, Kind> = {
  locations: "salon",
  services: "salon",
  staff: "salon",
  rentals: "venue",
  rentalUnits: "venue",
  vehicles: "bus",
  stops: "bus",
  routes: "bus",
  calendars: "bus",
  journeys: "bus",
  roomTypes: "hotel",
};

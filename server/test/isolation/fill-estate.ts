import { sql } from "kysely";
import { newId } from "../../src/base/id.ts";
import { keyScopes } from "../../src/base/actor.ts";
import { askForChange } from "./ask-for-change.ts";
import { book, keyOf, make, send, type Estate } from "./estate.ts";
import { sar, wares } from "./wares.ts";

export async function fillSalon(estate: Estate): Promise<void> {
  const { salon, mark } = estate;
  salon.staffIds = [];
  for (let n = 1; n <= 3; n += 1) salon.staffIds.push((await make(estate, "staff")).id);
  const terms = [
    ["serviceId", {}],
    ["prepaidId", { paymentTerms: "full" }],
    ["byHandId", { acceptance: "manual" }],
    ["heldId", { paymentTerms: "full", acceptance: "manual" }],
  ] as const;
  for (const [name, change] of terms) {
    const usual = wares.services(estate);
    const body = { ...usual, terms: { ...usual.terms, ...change } };
    salon[name] = (await make(estate, "services", { body })).id;
  }
  const weekday = 1;
  const always = [1, 2, 3, 4, 5, 6, 7].map((day) => ({
    weekday: day,
    start: "00:00",
    end: "24:00",
  }));
  await put(estate, "salon", `locations/${salon.locationId}`, "hours", always);
  const holiday = { date: "2027-09-23", name: `${mark} holiday` };
  await put(estate, "salon", `locations/${salon.locationId}`, "holidays", [holiday]);
  const person = `staff/${salon.staffIds[0]}`;
  await put(estate, "salon", person, "windows", always);
  await put(estate, "salon", person, "breaks", [{ weekday, start: "03:00", end: "03:30" }]);
  const off = {
    kind: "off",
    start: "2027-02-01T00:00:00+03:00",
    end: "2027-02-02T00:00:00+03:00",
    reason: `${mark} is ill`,
  };
  const url = `/v1/manage/businesses/${salon.businessId}/${person}/exceptions`;
  salon.exceptionId = (await send(estate, "POST", url, off)).id;
  estate.bookingId = (await book(estate)).id;
  await book(estate, "prepaidId");
  await book(estate, "byHandId");
  await askForChange(estate);
  await keyOf(estate, salon.businessId, keyScopes);
  await writeMessage(estate, estate.bookingId);
}

export async function fillVenue(estate: Estate): Promise<void> {
  const { venue } = estate;
  venue.rentalId = (await make(estate, "rentals")).id;
  venue.unitIds = [];
  for (let n = 1; n <= 3; n += 1) venue.unitIds.push((await make(estate, "rentalUnits")).id);
  const evening = { weekday: 5, start: "18:00", end: "24:00", pricePerHour: sar(9_000) };
  await put(estate, "venue", `rentals/${venue.rentalId}`, "prices", [evening]);
  await order(estate, [rentalItem(estate)]);
}

export async function fillBus(estate: Estate): Promise<void> {
  const { bus } = estate;
  bus.vehicleId = (await make(estate, "vehicles")).id;
  bus.stopIds = ["", "", ""];
  for (const n of [0, 1, 2] as const) bus.stopIds[n] = (await make(estate, "stops")).id;
  bus.routeId = (await make(estate, "routes")).id;
  const [fromStopId, toStopId] = bus.stopIds;
  const fare = { fromStopId, toStopId, price: sar(6_000), class: "vip" };
  await put(estate, "bus", `routes/${bus.routeId}`, "fares", [fare]);
  bus.calendarId = (await make(estate, "calendars")).id;
  const date = { date: "2026-12-24", runs: false };
  await put(estate, "bus", `calendars/${bus.calendarId}`, "dates", [date]);
  bus.journeyId = (await make(estate, "journeys")).id;
  const shuttle = {
    ...wares.journeys(estate),
    frequencies: [{ start: "08:00", end: "10:00", headwaySeconds: 3600 }],
  };
  await make(estate, "journeys", { body: shuttle });
  bus.tripId = await openTrip(estate, bus.journeyId, "2026-11-25");
  await order(estate, [seatItem(estate)]);
}

/** Puts a journey on sale on one date; returns the trip's id. */
export async function openTrip(estate: Estate, journeyId: string, on: string): Promise<string> {
  const url = `/v1/manage/businesses/${estate.bus.businessId}/trips`;
  await send(estate, "POST", url, { journeyId, from: on, to: on });
  const { items } = await send(estate, "GET", `${url}?journeyId=${journeyId}&from=${on}&to=${on}`);
  return items[0].id;
}

export async function fillHotel(estate: Estate): Promise<void> {
  const { hotel } = estate;
  hotel.roomTypeId = (await make(estate, "roomTypes")).id;
  const night = { from: "2026-12-30", to: "2026-12-31", price: sar(90_000) };
  await put(estate, "hotel", `roomTypes/${hotel.roomTypeId}`, "rates", [night]);
  await order(estate, [stayItem(estate)]);
}

export function rentalItem({ venue }: Estate, day = "2026-11-26") {
  const [start, end] = [`${day}T10:00:00+03:00`, `${day}T11:00:00+03:00`];
  return { kind: "rental", rentalId: venue.rentalId, start, end, units: 1 };
}

export function seatItem({ bus, mark }: Estate, label = "2A") {
  const [from, , to] = bus.stopIds;
  const seats = [{ label, passenger: `${mark} passenger` }];
  return { kind: "seat", tripId: bus.tripId, from, to, seats };
}

export function stayItem({ hotel }: Estate, checkIn = "2026-12-01", checkOut = "2026-12-03") {
  return { kind: "stay", roomTypeId: hotel.roomTypeId, checkIn, checkOut, rooms: 1, guests: 2 };
}

export async function order(estate: Estate, items: object[]) {
  const customer = { name: `${estate.mark} guest`, phone: estate.customer.phone };
  return send(estate, "POST", "/v1/orders", { items, customer }, { by: estate.customer });
}

async function put(
  estate: Estate,
  kind: "salon" | "venue" | "bus" | "hotel",
  path: string,
  name: string,
  items: object[],
): Promise<void> {
  const url = `/v1/manage/businesses/${estate[kind].businessId}/${path}`;
  const { version } = await send(estate, "GET", url);
  await send(estate, "PUT", `${url}/${name}`, { [name]: items }, { version });
}

/** Writes the message that the worker, which does not run here, would have written. */
async function writeMessage({ app, salon, customer }: Estate, bookingId: string): Promise<void> {
  await sql`
    insert into messages (business_id, id, booking_id, template, recipient, locale, send_at)
    values (${salon.businessId}, ${newId()}, ${bookingId}, 'reminder', ${customer.phone}, 'en', '2026-11-21')
  `.execute(app.owner);
}

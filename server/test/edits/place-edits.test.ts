import { beforeEach, describe, expect, test } from "vitest";
import {
  makeHotel,
  makeSalon,
  makeVenue,
  type Hotel,
  type Salon,
  type Venue,
} from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, nights, rig } from "../flows/wants.ts";
import { namedIn, openOffice, type Office } from "./office.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;
const customer = app.as((await makePerson(db)).token);

let salon: Salon;
let venue: Venue;
let hotel: Hotel;

beforeEach(async () => {
  clock.set(morning);
  [salon, venue, hotel] = await Promise.all([makeSalon(db), makeVenue(db), makeHotel(db)]);
});

async function book(item: object): Promise<string> {
  const { status, body } = await customer.post("/v1/bookings", { items: [item] });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const tuesday = (time: string) => `2026-11-24T${time}:00+03:00`;
const office = ({ businessId }: { businessId: string }): Promise<Office> =>
  openOffice(app, businessId);

describe("opening hours", () => {
  test("are refused with the bookings outside them, and set once those are acknowledged", async () => {
    for (const [place, ids] of [
      [salon, [await book(haircut(salon, tuesday("08:30")))]],
      [venue, [await book(rig(venue, tuesday("08:30"), { units: 2 }))]],
    ] as const) {
      const { edit } = await office(place);
      const hours = [{ weekday: 2, start: "09:00", end: "18:00" }];
      const set = (more: object) =>
        edit("PUT", `locations/${place.locationId}/hours`, { hours, ...more });
      const refused = await set({});
      expect(namedIn(refused)).toEqual({ ids, reasons: ["outside-business-hours"] });
      expect((await set({ acknowledge: ids })).body.hours).toHaveLength(1);
    }
  });

  test("can change freely over bookings that fit in them, and over stays", async () => {
    await book(haircut(salon, tuesday("09:00")));
    const { edit } = await office(salon);
    const hours = [{ weekday: 2, start: "09:00", end: "09:30" }];
    expect((await edit("PUT", `locations/${salon.locationId}/hours`, { hours })).status).toBe(200);
    await book(nights(hotel, "2026-11-24", "2026-11-26"));
    const theirs = await office(hotel);
    const done = await theirs.edit("PUT", `locations/${hotel.locationId}/hours`, { hours });
    expect(done.status).toBe(200);
  });

  test("a holiday is refused with the bookings on that day", async () => {
    const id = await book(haircut(salon, tuesday("10:00")));
    const { edit } = await office(salon);
    const path = `locations/${salon.locationId}/holidays`;
    const refused = await edit("PUT", path, { holidays: [{ date: "2026-11-24" }] });
    expect(namedIn(refused)).toEqual({ ids: [id], reasons: ["holiday"] });
    const other = await edit("PUT", path, { holidays: [{ date: "2026-11-25" }] });
    expect(other.status).toBe(200);
  });
});

describe("a new time zone", () => {
  test("is refused with every booking whose local time would change, for each kind", async () => {
    for (const [place, item] of [
      [salon, haircut(salon, tuesday("10:00"))],
      [venue, rig(venue, tuesday("10:00"))],
      [hotel, nights(hotel, "2026-11-24", "2026-11-26")],
    ] as const) {
      const id = await book(item);
      const sold = (await customer.get(`/v1/bookings/${id}`)).body;
      const { edit } = await office(place);
      const path = `locations/${place.locationId}`;
      const refused = await edit("PATCH", path, { timezone: "Asia/Dubai" });
      expect(namedIn(refused)).toEqual({ ids: [id], reasons: ["clock-changed"] });
      const change = { timezone: "Asia/Dubai", acknowledge: [id] };
      expect((await edit("PATCH", path, change)).body.timezone).toBe("Asia/Dubai");
      expect((await customer.get(`/v1/bookings/${id}`)).body).toEqual(sold);
    }
  });

  test("with the same offset is accepted", async () => {
    await book(haircut(salon, tuesday("10:00")));
    const { edit } = await office(salon);
    const same = await edit("PATCH", `locations/${salon.locationId}`, { timezone: "Asia/Kuwait" });
    expect(same.status).toBe(200);
  });
});

describe("a location", () => {
  test("cannot be closed without acknowledging its coming bookings", async () => {
    const id = await book(nights(hotel, "2026-11-24", "2026-11-26"));
    const { edit } = await office(hotel);
    const path = `locations/${hotel.locationId}`;
    const refused = await edit("PATCH", path, { active: false });
    expect(namedIn(refused)).toEqual({ ids: [id], reasons: ["location-inactive"] });
    expect((await edit("PATCH", path, { active: false, acknowledge: [id] })).status).toBe(200);
  });

  test("keeps the times of sold stays when its check-in and check-out times change", async () => {
    const id = await book(nights(hotel, "2026-11-24", "2026-11-26"));
    const { start, end } = (await customer.get(`/v1/bookings/${id}`)).body;
    const { edit } = await office(hotel);
    const times = { checkIn: "18:00", checkOut: "08:00" };
    expect((await edit("PATCH", `locations/${hotel.locationId}`, times)).status).toBe(200);
    const after = (await customer.get(`/v1/bookings/${id}`)).body;
    expect([after.start, after.end]).toEqual([start, end]);
  });

  test("that ever sold something cannot be removed, although nothing is offered there any more", async () => {
    const id = await book(nights(hotel, "2026-11-24", "2026-11-26"));
    const { edit, post } = await office(hotel);
    const { body: other } = await post("locations", { name: { ar: "فندق", en: "Annex" } });
    const away = { locationId: other.id, acknowledge: [id] };
    expect((await edit("PATCH", `roomTypes/${hotel.roomTypeId}`, away)).status).toBe(200);
    const refused = await edit("DELETE", `locations/${hotel.locationId}`);
    expect([refused.status, namedIn(refused).ids]).toEqual([409, [id]]);
    clock.set("2026-12-01T00:00:00Z");
    const later = await edit("DELETE", `locations/${hotel.locationId}`);
    expect([later.status, later.body.bookings]).toEqual([409, undefined]);
  });
});

describe("a rental unit", () => {
  test("cannot be taken off sale without acknowledging its rentals, which the refusal names by label", async () => {
    const [unitId] = venue.unitIds as [string];
    const id = await book(rig(venue, tuesday("10:00"), { unitIds: [unitId] }));
    await book(rig(venue, tuesday("10:00"), { unitIds: [venue.unitIds[1]!] }));
    const { edit } = await office(venue);
    const refused = await edit("PATCH", `rentalUnits/${unitId}`, { active: false });
    expect(namedIn(refused)).toEqual({ ids: [id], reasons: ["unit-inactive"] });
    expect(refused.body.bookings[0]).toMatchObject({
      kind: "rental",
      unit: { ar: "Rig 1", en: "Rig 1" },
    });
    const change = { active: false, acknowledge: [id] };
    expect((await edit("PATCH", `rentalUnits/${unitId}`, change)).body.active).toBe(false);
  });

  test("that was ever rented cannot be removed; one that never was can", async () => {
    const [unitId, spare] = venue.unitIds as [string, string];
    const id = await book(rig(venue, tuesday("10:00"), { unitIds: [unitId] }));
    const { edit } = await office(venue);
    expect(namedIn(await edit("DELETE", `rentalUnits/${unitId}`)).ids).toEqual([id]);
    expect((await edit("DELETE", `rentalUnits/${spare}`)).status).toBe(204);
  });

  test("keeps its bookings unchanged when the rental's steps, durations and prices change", async () => {
    const id = await book(rig(venue, tuesday("10:00")));
    const sold = (await customer.get(`/v1/bookings/${id}`)).body;
    const { edit } = await office(venue);
    const change = {
      stepMinutes: 240,
      durationsMinutes: [240],
      pricePerHour: { amount: 1, currency: "SAR" },
      active: false,
    };
    expect((await edit("PATCH", `rentals/${venue.rentalId}`, change)).status).toBe(200);
    expect((await edit("PUT", `rentals/${venue.rentalId}/prices`, { prices: [] })).status).toBe(
      200,
    );
    expect((await customer.get(`/v1/bookings/${id}`)).body).toEqual(sold);
  });
});

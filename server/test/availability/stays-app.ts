import { sql } from "kysely";
import { expect } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { StayOffer } from "../../src/availability/stays/stay-offers.ts";
import type { Db } from "../../src/db/connection.ts";
import type { Hotel } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

export const dates = { checkIn: "2026-12-01", checkOut: "2026-12-04" };

/** Starts the app, with callers who search for and book stays, and functions that change what hotels have. */
export async function openStaysApp() {
  const app = await startTestApp({ clock: standingClock() });
  const anybody = app.as();
  const customer = app.as((await makePerson(app.db)).token);
  return { app, anybody, ...looking(anybody), ...booking(customer), ...changing(app.owner) };
}

function looking(anybody: Caller) {
  async function search(asked: Record<string, string | number>) {
    const query = new URLSearchParams(
      Object.entries(asked).map(([name, value]) => [name, `${value}`]),
    );
    return anybody.get(`/v1/stays?${query.toString()}`);
  }

  /** All pages. */
  async function stays(asked: Record<string, string | number>): Promise<StayOffer[]> {
    const items: StayOffer[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { status, body } = await search({ ...asked, ...(cursor && { cursor }) });
      expect([status, body.errors]).toEqual([200, undefined]);
      items.push(...body.items);
      cursor = body.nextCursor;
    }
    return items;
  }

  return { stays };
}

function booking(customer: Caller) {
  function book(roomTypeId: string, checkIn: string, checkOut: string, rooms = 1) {
    const item = { kind: "stay", roomTypeId, checkIn, checkOut, rooms, guests: rooms };
    return customer.post("/v1/bookings", { items: [item] });
  }

  return { customer, book };
}

function changing(owner: Db) {
  async function moveTo(hotel: Hotel, cityEn: string, cityAr = cityEn): Promise<void> {
    await sql`update locations set city_en = ${cityEn}, city_ar = ${cityAr} where id = ${hotel.locationId}`.execute(
      owner,
    );
  }

  async function setRate(
    hotel: Hotel,
    night: string,
    rate: { price?: number; closed?: boolean; minNights?: number },
  ) {
    const { price = null, closed = false, minNights = null } = rate;
    await sql`insert into room_rates (business_id, room_type_id, night, price_minor, closed, min_nights)
      values (${hotel.businessId}, ${hotel.roomTypeId}, ${night}, ${price}, ${closed}, ${minNights})`.execute(
      owner,
    );
  }

  async function addType(hotel: Hotel, rooms: number, price: number): Promise<string> {
    const id = newId();
    await sql`insert into offerings (business_id, id, kind, location_id, name_ar, name_en, horizon_days)
      values (${hotel.businessId}, ${id}, 'roomType', ${hotel.locationId}, 'جناح', 'Suite', 365)`.execute(
      owner,
    );
    await sql`insert into room_types (business_id, id, rooms, occupancy, price_minor)
      values (${hotel.businessId}, ${id}, ${rooms}, 2, ${price})`.execute(owner);
    return id;
  }

  /** Updates planner statistics, so that the search looks up a city's locations instead of scanning all of them. */
  async function countPlaces(): Promise<void> {
    await sql`analyze locations`.execute(owner);
  }

  return { moveTo, setRate, addType, countPlaces };
}

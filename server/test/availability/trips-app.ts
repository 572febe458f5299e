import { sql } from "kysely";
import { expect } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { TripOffer } from "../../src/availability/trips/trip-offer.ts";
import { tripOrigin } from "../../src/availability/trips/trip-origin.ts";
import type { Db } from "../../src/db/connection.ts";
import { makeBusLine, type BusLine } from "../harness/bus-line.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

/** Starts the app with one bus line, with callers who search for trips and book seats, and functions that change lines. */
export async function openTripsApp() {
  const app = await startTestApp({ clock: standingClock() });
  const line = await makeBusLine(app.db);
  const anybody = app.as();
  const customer = app.as((await makePerson(app.db)).token);
  return { app, line, anybody, ...looking(anybody), ...booking(customer), ...changing(app.owner) };
}

function looking(anybody: Caller) {
  async function search(from: string, to: string, date = "2026-12-01", more = "") {
    const query = new URLSearchParams({ from, to, date });
    return anybody.get(`/v1/trips?${query.toString()}${more}`);
  }

  async function trips(...args: Parameters<typeof search>): Promise<TripOffer[]> {
    const { status, body } = await search(...args);
    expect([status, body.errors]).toEqual([200, undefined]);
    return body.items;
  }

  async function statuses(of: BusLine, from = 0, to = 2): Promise<string> {
    const query = `from=${of.stopIds[from]}&to=${of.stopIds[to]}`;
    const { body } = await anybody.get(`/v1/trips/${of.tripId}/seats?${query}`);
    return body.items.map((seat: { status: string }) => seat.status).join(" ");
  }

  return { search, trips, statuses };
}

function booking(customer: Caller) {
  function book(of: BusLine, from: number, to: number, ...labels: string[]) {
    const seats = labels.map((label) => ({ label, passenger: `Passenger ${label}` }));
    const item = {
      kind: "seat",
      tripId: of.tripId,
      from: of.stopIds[from],
      to: of.stopIds[to],
      seats,
    };
    return customer.post("/v1/bookings", { items: [item] });
  }

  return { book };
}

function changing(owner: Db) {
  /** Another trip of the same journey. */
  async function addTrip(of: BusLine, date: string, shiftSeconds = 0): Promise<string> {
    const id = newId();
    await sql`insert into units (business_id, id, kind) values (${of.businessId}, ${id}, 'trip')`.execute(
      owner,
    );
    await sql`insert into trips (business_id, id, journey_id, timetable_id, vehicle_id, service_date, shift_seconds, origin_at)
      select business_id, ${id}::uuid, journey_id, timetable_id, vehicle_id, ${date}::date, ${shiftSeconds}::int,
             ${tripOrigin(date, "Asia/Riyadh")}::timestamptz + make_interval(secs => ${shiftSeconds}::int)
      from trips where id = ${of.tripId}`.execute(owner);
    return id;
  }

  async function rename(of: BusLine, names: string[]): Promise<void> {
    for (const [index, name] of names.entries()) {
      await sql`update stops set name_en = ${name}, name_ar = ${name}, city_en = '', city_ar = ''
        where id = ${of.stopIds[index]}`.execute(owner);
    }
  }

  return { addTrip, rename };
}

import { describe, expect, test } from "vitest";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { openTrips } from "../../src/timetable/open-trips.ts";
import { platform } from "../harness/people.ts";
import { openBusConsole } from "./bus-console.ts";
import { approve, openBusiness, sar } from "./console.ts";

const operator = await openBusConsole();
const { businessId, coach, customer, daily, db, edit, get, line, night, stopIds, timetable } =
  operator;
const [riyadh, buraydah] = stopIds;
const fares = [{ fromStopId: riyadh, toStopId: buraydah, class: null, price: sar(8_000) }];
await edit("PUT", `routes/${line.id}/fares`, line.version, { fares });

describe("trips", () => {
  const open = (from: string, to: string) =>
    inTransaction(db, platform, (tx) =>
      openTrips(tx, { businessId, journeyId: night.id, from, to }),
    );

  test("follow the calendar and its exceptions, and are made only once", async () => {
    const dates = [
      { date: "2026-11-27", runs: true },
      { date: "2026-11-25", runs: false },
    ];
    const done = await edit("PUT", `calendars/${daily.id}/dates`, daily.version, { dates });
    expect(done.body.dates).toEqual([dates[1], dates[0]]);
    expect(await open("2026-11-23", "2026-11-29")).toEqual({ made: 6 });
    expect(await open("2026-11-23", "2026-11-29")).toEqual({ made: 0 });
    const { body } = await get("trips?from=2026-11-24&to=2026-11-27");
    expect(body.items.map((one: { serviceDate: string }) => one.serviceDate)).toEqual([
      "2026-11-24",
      "2026-11-26",
      "2026-11-27",
    ]);
    expect(body.items[0]).toMatchObject({
      departure: "2026-11-24T21:00:00+03:00",
      arrival: "2026-11-25T03:30:30+03:00",
      status: "scheduled",
    });
    const page = await get("trips?limit=2");
    const rest = await get(`trips?limit=5&cursor=${page.body.nextCursor}`);
    expect(page.body.items).toHaveLength(2);
    expect(rest.body.items).toHaveLength(4);
  });

  test("with sold seats cannot be cancelled or lose those seats or stops; the refusal lists the bookings", async () => {
    await approve(operator);
    const { body } = await get("trips?from=2026-11-24&to=2026-11-24");
    const [trip] = body.items;
    const booked = await customer.post("/v1/bookings", {
      items: [
        {
          kind: "seat",
          tripId: trip.id,
          from: riyadh,
          to: buraydah,
          seats: [{ label: "12E", passenger: "Reem" }],
        },
      ],
    });
    expect(booked).toMatchObject({ status: 201 });
    expect(booked.body.total).toEqual(sar(8_000));

    const status = "cancelled";
    const cancelling = await edit("PATCH", `trips/${trip.id}`, trip.version, { status });
    expect(cancelling).toMatchObject({
      status: 409,
      body: {
        bookings: [{ id: booked.body.id, unit: { en: "12E" }, reasons: ["trip-cancelled"] }],
      },
    });
    const smaller = { layout: { rows: 11, columns: "2+2" } };
    const shrunk = await edit("PATCH", `vehicles/${coach.id}`, 1, smaller);
    expect(shrunk.status).toBe(409);
    expect(shrunk.body).toMatchObject({ bookings: [{ id: booked.body.id }] });
    expect(shrunk.body.detail).toContain("12E");
    const { version } = (await get(`journeys/${night.id}`)).body;
    const stops = timetable.stops.toReversed().map(({ stopId }, index) => ({
      stopId,
      arrival: `${10 + index}:00`,
    }));
    const moved = await edit("PATCH", `journeys/${night.id}`, version, { stops });
    expect(moved).toMatchObject({ status: 409, body: { bookings: [{ id: booked.body.id }] } });
    expect(
      (await edit("PATCH", `journeys/${night.id}`, version, { headsign: "Hail" })).status,
    ).toBe(200);

    const [free] = (await get("trips?from=2026-11-26&to=2026-11-26")).body.items;
    const done = await edit("PATCH", `trips/${free.id}`, free.version, { status });
    expect(done.body).toMatchObject({ status, version: free.version + 1 });
    const back = await edit("PATCH", `trips/${free.id}`, free.version + 1, { status: "scheduled" });
    expect(back.body.status).toBe("scheduled");
  });

  test("are protected by the database itself: sold seats, stops and trips cannot be removed", async () => {
    const { past } = operator;
    const own = ["business_id", "=", businessId] as const;
    await expect(
      past
        .deleteFrom("vehicle_seats")
        .where(...own)
        .execute(),
    ).rejects.toThrow(/keeps its number for ever/);
    const retiring = past
      .updateTable("vehicle_seats")
      .set({ retired_at: new Date().toISOString() });
    await expect(retiring.where(...own).execute()).rejects.toThrow(/sold/);
    const relabelling = past.updateTable("vehicle_seats").set({ label: "WC" });
    await expect(
      relabelling
        .where(...own)
        .where("label", "=", "12D")
        .execute(),
    ).rejects.toThrow(/for ever/);
    await expect(
      past
        .deleteFrom("timetable_stops")
        .where(...own)
        .execute(),
    ).rejects.toThrow(/never change/);
    const cancelling = past
      .updateTable("trips")
      .set({ status: "cancelled" })
      .where(...own);
    await expect(cancelling.execute()).rejects.toThrow(/sold/);
  });

  test("of another business's journey, or in an invalid range, are refused", async () => {
    const other = await openBusiness(operator, "bus");
    const asked = { journeyId: night.id, from: "2026-11-23", to: "2026-11-24" };
    const making = inTransaction(db, platform, (tx) =>
      openTrips(tx, { businessId: other.businessId, ...asked }),
    );
    await expect(making).rejects.toMatchObject({ errors: [{ pointer: "/journeyId" }] });
    await expect(open("2026-11-24", "2026-11-23")).rejects.toMatchObject({
      errors: [{ pointer: "/to" }],
    });
    await expect(open("2026-11-24", "2028-11-23")).rejects.toMatchObject({
      errors: [{ pointer: "/to" }],
    });
  });
});

import { describe, expect, test } from "vitest";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { openTrips } from "../../src/timetable/open-trips.ts";
import { platform } from "../harness/people.ts";
import { approve, openBusiness, openConsole, pointersOf, sar } from "./console.ts";

const operator = await openConsole("bus");
const { as, businessId, customer, db, edit, get, make, post } = operator;

const coach = await make("vehicles", {
  name: "Coach 49",
  layout: {
    rows: 12,
    columns: "2+2",
    lastRowFull: true,
    classes: [{ class: "vip", fromRow: 1, toRow: 2 }],
  },
});
const stopIds: string[] = [];
for (const [ar, en] of [
  ["الرياض", "Riyadh"],
  ["بريدة", "Buraydah"],
  ["حائل", "Hail"],
] as const) {
  const name = { ar, en };
  const stop = await make("stops", { code: en, name, city: name, timezone: "Asia/Riyadh" });
  stopIds.push(stop.id);
}
const [riyadh, buraydah, hail] = stopIds as [string, string, string];
const line = await make("routes", {
  code: "R1",
  name: { ar: "الرياض – حائل", en: "Riyadh – Hail" },
  price: sar(15_000),
});
const daily = await make("calendars", {
  code: "no-fridays",
  weekdays: [1, 2, 3, 4, 6, 7],
  startsOn: "2026-11-01",
  endsOn: "2027-01-31",
});
const timetable = {
  routeId: line.id,
  calendarId: daily.id,
  vehicleId: coach.id,
  code: "night",
  timezone: "Asia/Riyadh",
  stops: [
    { stopId: riyadh, departure: "21:00" },
    { stopId: buraydah, arrival: "24:30", departure: "24:45" },
    { stopId: hail, arrival: "27:30:30" },
  ],
};
const night = await make("journeys", timetable);

describe("a seat map", () => {
  test("is numbered from a layout: a coach of 49", () => {
    const labels = coach.seats.map((one: { label: string }) => one.label);
    expect(labels).toHaveLength(49);
    expect(labels.slice(0, 5)).toEqual(["1A", "1B", "1C", "1D", "2A"]);
    expect(labels.slice(-5)).toEqual(["12A", "12B", "12C", "12D", "12E"]);
    expect(coach.seats[2]).toEqual({ label: "1C", row: 1, column: 4, class: "vip" });
    expect(coach.seats.at(-3)).toEqual({ label: "12C", row: 12, column: 3, class: "standard" });
  });

  test("is drawn seat by seat, and redrawn: places change, labels stay", async () => {
    const seats = [
      { label: "VIP 1", row: 1, column: 1, class: "vip" },
      { label: "VIP 2", row: 1, column: 2, class: "vip" },
    ];
    const van = await make("vehicles", { name: "Van", seats });
    expect(van.seats).toEqual(seats);
    const swapped = [
      { ...seats[1], column: 1 },
      { ...seats[0], column: 2 },
      { label: "3", row: 2, column: 1 },
    ];
    const done = await edit("PATCH", `vehicles/${van.id}`, 1, { seats: swapped });
    expect(done.body.seats).toEqual([...swapped.slice(0, 2), { ...swapped[2], class: "standard" }]);
    const numbers = await operator.past
      .selectFrom("vehicle_seats")
      .select(["label", "seat_no"])
      .where("vehicle_id", "=", van.id)
      .orderBy("seat_no")
      .execute();
    expect(numbers.map((row) => row.label)).toEqual(["VIP 1", "VIP 2", "3"]);
    expect((await edit("DELETE", `vehicles/${van.id}`, 2)).status).toBe(204);
  });

  test.each([
    [{ seats: [seat("1A", 1, 1), seat("1A", 1, 2)] }, ["/seats/1/label"]],
    [{ seats: [seat("1A", 1, 1), seat("1B", 1, 1)] }, ["/seats/1/column"]],
    [{ seats: [] }, ["/seats"]],
    [{}, ["/seats"]],
    [{ seats: [seat("1A", 1, 1)], layout: { rows: 1, columns: "1" } }, ["/seats"]],
    [{ layout: { rows: 61, columns: "2+2" } }, ["/layout/rows"]],
    [{ layout: { rows: 2, columns: "2+9" } }, ["/layout/columns"]],
  ])("that makes no sense is refused: %j", async (wrong, pointers) => {
    expect(pointersOf(await post("vehicles", { name: "Wrong", ...wrong }))).toEqual(pointers);
  });
});

describe("fares", () => {
  test("are set between stops and by class", async () => {
    const fares = [
      { fromStopId: riyadh, toStopId: buraydah, class: null, price: sar(8_000) },
      { fromStopId: riyadh, toStopId: buraydah, class: "vip", price: sar(12_000) },
    ];
    const done = await edit("PUT", `routes/${line.id}/fares`, line.version, { fares });
    expect(done).toMatchObject({ status: 200 });
    const read = await get(`routes/${line.id}/fares`);
    expect(read.body.items).toEqual(fares);
    expect(read.headers.get("etag")).toBe(`"${line.version + 1}"`);
    const twice = await edit("PUT", `routes/${line.id}/fares`, 2, { fares: [fares[0], fares[0]] });
    expect(pointersOf(twice)).toEqual(["/fares/1"]);
    const nowhere = [{ ...fares[0], toStopId: line.id }];
    const lost = await edit("PUT", `routes/${line.id}/fares`, 2, { fares: nowhere });
    expect(pointersOf(lost)).toEqual(["/fares/0/toStopId"]);
  });
});

describe("a journey", () => {
  test("has times past midnight, and one of arrival and departure will do", () => {
    expect(night.stops).toMatchObject([
      { arrival: "21:00", departure: "21:00", boards: true, alights: true },
      { arrival: "24:30", departure: "24:45" },
      { arrival: "27:30:30", departure: "27:30:30" },
    ]);
  });

  test.each([
    [{ stops: [call("09:00"), call("08:59")] }, ["/stops/1/arrival"]],
    [{ stops: [call("09:00", "08:00"), call("10:00")] }, ["/stops/0/departure"]],
    [{ stops: [call("09:00"), { stopId: hail }] }, ["/stops/1/arrival"]],
    [{ stops: [call("09:00")] }, ["/stops"]],
    [{ stops: [call("168:00"), call("9:60")] }, ["/stops/0/arrival", "/stops/1/arrival"]],
    [{ stops: [call("09:00"), { ...call("10:00"), stopId: line.id }] }, ["/stops/1/stopId"]],
    [{ calendarId: line.id }, ["/calendarId"]],
    [{ vehicleId: line.id }, ["/vehicleId"]],
    [{ timezone: "Riyadh" }, ["/timezone"]],
    [{ frequencies: [headway("10:00", "10:00")] }, ["/frequencies/0/end"]],
    [
      { frequencies: [headway("10:00", "11:00"), headway("10:00", "12:00")] },
      ["/frequencies/1/start"],
    ],
  ])("that cannot run is refused: %j", async (wrong, pointers) => {
    const answer = await post("journeys", { ...timetable, code: "wrong", ...wrong });
    expect(answer).toMatchObject({ status: 422 });
    expect(pointersOf(answer)).toEqual(pointers);
  });

  test("through two stops in one minute still cuts seats at two moments", async () => {
    const local = await make("journeys", {
      ...timetable,
      code: "local",
      stops: [
        call("09:00"),
        { ...call("09:00"), stopId: buraydah },
        { ...call("09:00"), stopId: hail },
      ],
    });
    const rows = await operator.past
      .selectFrom("journey_stops")
      .select("boundary_seconds")
      .where("journey_id", "=", local.id)
      .orderBy("position")
      .execute();
    expect(rows.map((row) => row.boundary_seconds)).toEqual([32_400, 32_401, 32_402]);
    expect((await edit("DELETE", `journeys/${local.id}`, local.version)).status).toBe(204);
  });
});

describe("trips", () => {
  const open = (from: string, to: string) =>
    inTransaction(db, platform, (tx) =>
      openTrips(tx, { businessId, journeyId: night.id, from, to }),
    );

  test("follow calendar and exceptions, and are made once", async () => {
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

  test("that are sold are not cancelled, nor their seats or times taken away", async () => {
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
    expect((await edit("PATCH", `trips/${trip.id}`, trip.version, { status })).status).toBe(409);
    const smaller = { layout: { rows: 11, columns: "2+2" } };
    const shrunk = await edit("PATCH", `vehicles/${coach.id}`, 1, smaller);
    expect(shrunk.status).toBe(409);
    expect(shrunk.body.detail).toContain("12E");
    const { version } = (await get(`journeys/${night.id}`)).body;
    const stops = timetable.stops.toReversed().map(({ stopId }, index) => ({
      stopId,
      arrival: `${10 + index}:00`,
    }));
    const moved = await edit("PATCH", `journeys/${night.id}`, version, { stops });
    expect(moved.status).toBe(409);
    expect(
      (await edit("PATCH", `journeys/${night.id}`, version, { headsign: "Hail" })).status,
    ).toBe(200);

    const [free] = (await get("trips?from=2026-11-26&to=2026-11-26")).body.items;
    const done = await edit("PATCH", `trips/${free.id}`, free.version, { status });
    expect(done.body).toMatchObject({ status, version: free.version + 1 });
    const back = await edit("PATCH", `trips/${free.id}`, free.version + 1, { status: "scheduled" });
    expect(back.body.status).toBe("scheduled");
  });

  test("past the code, the database keeps what is sold by itself", async () => {
    const { past } = operator;
    const own = ["business_id", "=", businessId] as const;
    await expect(
      past
        .deleteFrom("vehicle_seats")
        .where(...own)
        .execute(),
    ).rejects.toThrow(/sold/);
    await expect(
      past
        .deleteFrom("journey_stops")
        .where(...own)
        .execute(),
    ).rejects.toThrow(/sold/);
    const cancelling = past
      .updateTable("trips")
      .set({ status: "cancelled" })
      .where(...own);
    await expect(cancelling.execute()).rejects.toThrow(/sold/);
  });

  test("of another business are not made", async () => {
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

test("everybody sees routes and stops", async () => {
  const path = `/v1/businesses/${businessId}`;
  const { body: routes } = await as().get(`${path}/routes`);
  expect(routes.items).toMatchObject([{ id: line.id, code: "R1", price: sar(15_000) }]);
  const { body: stops } = await as().get(`${path}/stops?limit=2`);
  expect(stops.items).toHaveLength(2);
  const { body: rest } = await as().get(`${path}/stops?cursor=${stops.nextCursor}`);
  expect(rest).toMatchObject({ items: [{}], nextCursor: null });
  const seen = [...stops.items, ...rest.items].map((one: { id: string }) => one.id);
  expect(seen.toSorted()).toEqual(stopIds.toSorted());
});

function seat(label: string, row: number, column: number) {
  return { label, row, column };
}

function call(arrival: string, departure?: string) {
  return { stopId: riyadh, arrival, ...(departure && { departure }) };
}

function headway(start: string, end: string) {
  return { start, end, headwaySeconds: 600 };
}

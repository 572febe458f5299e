import { beforeAll, expect, test } from "vitest";
import { noMetrics } from "../../src/base/metrics.ts";
import { slotRoutes } from "../../src/availability/slots/routes.ts";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { type Ask, startServer } from "../http/start-server.ts";

let get: (path: string) => ReturnType<Ask>;
let salon: Salon;
let venue: Venue;

beforeAll(async () => {
  const { db } = await createTestDatabase();
  const clock = { now: () => Date.parse("2026-11-21T06:00:00Z") };
  const parts = { clock, db, metrics: noMetrics };
  const { ask } = await startServer(db, { routes: slotRoutes(parts as never) });
  get = (path) => ask("GET", path);
  salon = await makeSalon(db, { staff: 2, timezone: "America/New_York" });
  venue = await makeVenue(db, { units: 2 });
});

test("a service's slots have the location's UTC offset, the free staff and the price", async () => {
  const { status, body } = await get(
    `/v1/services/${salon.serviceId}/slots?from=2027-03-14&to=2027-03-14`,
  );
  expect(status).toBe(200);
  // 23 hours: the clocks go forward.
  expect(body.items).toHaveLength(46);
  expect(body.items[4]).toEqual({
    start: "2027-03-14T03:00:00-04:00",
    end: "2027-03-14T03:30:00-04:00",
    staffIds: expect.arrayContaining(salon.staffIds),
    price: { amount: 10_000, currency: "SAR" },
  });
});

test("a rental's slots tell how many units are free", async () => {
  const query = "from=2026-11-22T09:00:00Z&to=2026-11-22T10:00:00Z&minutes=120&units=2";
  const { body } = await get(`/v1/rentals/${venue.rentalId}/slots?${query}`);
  expect(body).toEqual({
    items: ["12:00", "12:30"].map((time) => ({
      start: `2026-11-22T${time}:00+03:00`,
      end: expect.any(String),
      unitsFree: 2,
      price: { amount: 20_000, currency: "SAR" },
    })),
    nextFrom: null,
  });
});

test.each([
  ["services", "", "/query/from"],
  ["services", "from=2026-11-22", "/query/to"],
  ["services", "from=2026-02-30&to=2026-11-22", "/query/from"],
  ["services", "from=2026-11-22T10:00:00&to=2026-11-23", "/query/from"],
  ["services", "from=2026-11-22&to=9999-11-22", "/query/to"],
  ["services", "from=2026-11-22&to=2026-11-21", "/query/to"],
  ["services", "from=2026-11-22&to=2026-11-22&staffId=me", "/query/staffId"],
  ["services", "from=2026-11-22&to=2026-11-22&units=2", "/query/units"],
  ["rentals", "from=2026-11-22&to=2026-11-22&units=0", "/query/units"],
  ["rentals", "from=2026-11-22&to=2026-11-22&minutes=x", "/query/minutes"],
  ["rentals", "from=2026-11-22&to=2026-11-22&minutes=61", "/query/minutes"],
])("%s?%s is refused at %s", async (what, query, pointer) => {
  const id = what === "services" ? salon.serviceId : venue.rentalId;
  const { status, body } = await get(`/v1/${what}/${id}/slots?${query}`);
  expect(status).toBe(422);
  expect(body.errors.map((one: { pointer: string }) => one.pointer)).toContain(pointer);
});

test.each(["no-uuid", "01890000-0000-7000-8000-000000000000"])("%s is not found", async (id) => {
  for (const what of ["services", "rentals"]) {
    const { status, body } = await get(`/v1/${what}/${id}/slots?from=2026-11-22&to=2026-11-22`);
    expect([status, body.type]).toEqual([404, expect.stringMatching(/not-found$/)]);
  }
});

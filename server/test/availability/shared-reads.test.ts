import { beforeAll, beforeEach, expect, test } from "vitest";
import { availabilityRoutes } from "../../src/availability/routes.ts";
import { serviceSlots } from "../../src/availability/slots/slots.ts";
import { newId } from "../../src/base/id.ts";
import { noMetrics } from "../../src/base/metrics.ts";
import { publishedBusinessRoutes } from "../../src/business/published-routes.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { shareRead } from "../../src/db/shared-read.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon, makeVenue, type Salon } from "../harness/businesses.ts";
import { platform } from "../harness/people.ts";
import { readAlone } from "../harness/read-alone.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { type Ask, startServer } from "../http/start-server.ts";
import { NOW, SUNDAY } from "./slots-database.ts";

const CROWD = 60;
const LANES = 2;
const day = `from=${SUNDAY}&to=${SUNDAY}`;

const { db } = await createTestDatabase();
let salon: Salon;
let pages: Record<"slots" | "rentals" | "trips" | "seats" | "stays" | "businesses", string>;
let get: (path: string, language?: string) => ReturnType<Ask>;

/** Statements whose results are held back until `expected` requests have asked. */
const statements = { sent: 0, asked: 0, expected: 0 };
let allAsked = Promise.withResolvers<void>();

const heldDb = db.withPlugin({
  transformQuery: ({ node }) => {
    statements.sent += 1;
    return node;
  },
  transformResult: async ({ result }) => {
    await allAsked.promise;
    return result;
  },
});

function expectRequests(count: number): void {
  Object.assign(statements, { sent: 0, asked: 0, expected: count });
  allAsked = Promise.withResolvers();
}

/** Every route reads it once, just before it asks. */
const clock = {
  now: () => {
    statements.asked += 1;
    if (statements.asked === statements.expected) allAsked.resolve();
    return NOW;
  },
};

beforeAll(async () => {
  const parts = { clock, db: heldDb, metrics: noMetrics } as never;
  const routes = [...availabilityRoutes(parts), ...publishedBusinessRoutes(parts)];
  const { ask } = await startServer(db, { routes });
  get = (path, language = "en") => ask("GET", path, { headers: { "accept-language": language } });
  salon = await makeSalon(db);
  const venue = await makeVenue(db);
  const line = await makeBusLine(db);
  await makeHotel(db);
  pages = {
    slots: `/v1/services/${salon.serviceId}/slots?${day}`,
    rentals: `/v1/rentals/${venue.rentalId}/slots?${day}`,
    trips: `/v1/trips?from=${line.stopIds[0]}&to=${line.stopIds[2]}&date=2026-12-01`,
    seats: `/v1/trips/${line.tripId}/seats`,
    stays: "/v1/stays?checkIn=2026-12-01&checkOut=2026-12-04",
    businesses: "/v1/businesses?kind=salon",
  };
});

beforeEach(() => expectRequests(1));

test.each(["slots", "rentals", "trips", "seats", "stays", "businesses"] as const)(
  "a crowd that reads the same page of %s costs a few statements, and all get the same answer",
  async (page) => {
    const alone = await get(pages[page]);
    expect(alone.status).toBe(200);
    expect(alone.body.items.length).toBeGreaterThan(0);
    expectRequests(CROWD);
    const answers = await Promise.all(Array.from({ length: CROWD }, () => get(pages[page])));
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set([alone.text]));
    // Each lane's first, while the others arrive, and one more for those.
    expect(statements.sent).toBeLessThanOrEqual(page === "businesses" ? 5 : LANES + 1);
  },
);

test("control: the same crowd read one by one costs a statement each", async () => {
  allAsked.resolve();
  const asked = { id: salon.serviceId, from: SUNDAY, to: SUNDAY, now: NOW };
  await Promise.all(Array.from({ length: CROWD }, () => readAlone(serviceSlots, heldDb, asked)));
  expect(statements.sent).toBe(CROWD);
});

test("different questions of one moment share a statement, and each gets its own answer", async () => {
  allAsked.resolve();
  const ask = shareRead(serviceSlots, { db: heldDb, metrics: noMetrics });
  const other = await makeSalon(db, { staff: 2 });
  const asked = [salon.serviceId, other.serviceId].flatMap((id) =>
    ["2026-11-22", "2026-11-23"].map((date) => ({ id, from: date, to: date, now: NOW })),
  );
  const answers = await Promise.all(asked.map((one) => ask(one)));
  expect(statements.sent).toBe(1);
  for (const [n, one] of asked.entries()) {
    expect(answers[n]).toEqual(await readAlone(serviceSlots, db, one));
  }
  expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(asked.length);
});

test("a bad question is refused alone and does not fail the statement of the others", async () => {
  allAsked.resolve();
  const ask = shareRead(serviceSlots, { db: heldDb, metrics: noMetrics });
  const good = { id: salon.serviceId, from: SUNDAY, to: SUNDAY, now: NOW };
  const answers = await Promise.allSettled(
    [good, { ...good, to: "2026-11-20" }, { ...good, id: newId() }].map((one) => ask(one)),
  );
  expect(answers).toMatchObject([
    { status: "fulfilled" },
    { status: "rejected", reason: { type: "invalid-request" } },
    { status: "rejected", reason: { type: "not-found" } },
  ]);
  expect(statements.sent).toBe(1);
});

test("a refusal that people of two languages share is told to each in their own", async () => {
  const path = `${pages.slots}&staffId=${newId()}`;
  expectRequests(CROWD);
  const answers = await Promise.all(
    Array.from({ length: CROWD }, (_, n) => get(path, n % 2 ? "ar" : "en")),
  );
  for (const [n, { status, body }] of answers.entries()) {
    expect([status, body.errors[0].detail]).toEqual([
      422,
      n % 2 ? "هذا الموظف لا يقدم هذه الخدمة." : "This staff member does not offer this service.",
    ]);
  }
  expect(statements.sent).toBeLessThanOrEqual(LANES + 1);
});

test("what a member sees of an unapproved business is never handed to a stranger who asks at the same time", async () => {
  const hidden = await makeSalon(db, { approved: false });
  const asked = { id: hidden.serviceId, from: SUNDAY, to: SUNDAY, now: NOW };
  const member = { ...platform, scope: "member", businessId: hidden.businessId } as const;
  const [own, ...strangers] = await Promise.all([
    inTransaction(db, member, (tx) => readAlone(serviceSlots, tx, asked)),
    ...[1, 2, 3].map(() => get(`/v1/services/${hidden.serviceId}/slots?${day}`)),
  ]);
  expect(own.items.length).toBeGreaterThan(0);
  expect(strangers.map(({ status }) => status)).toEqual([404, 404, 404]);
});

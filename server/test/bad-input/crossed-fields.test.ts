import { describe, expect, test } from "vitest";
import type { Answer } from "../harness/caller.ts";
import { decide, keyOf, make, send } from "../isolation/estate.ts";
import { rentalItem, seatItem, stayItem } from "../isolation/fill-estate.ts";
import { snapshot } from "../isolation/snapshot.ts";
import { sar, wares, type Ware } from "../isolation/wares.ts";
import { openWorld } from "../isolation/world.ts";

/** What is right field by field and wrong together: refused with the place, and nothing written. */

const { app, ours, theirs } = await openWorld();
const customer = app.as(ours.customer.token);
const owner = app.as(ours.owner.token);

/** The status, the kind of problem and where. */
function saidBy({ status, body }: Answer): unknown[] {
  const pointers = (body.errors ?? []).map((one: { pointer: string }) => one.pointer);
  return [status, String(body.type).replace(/.*\//, ""), ...pointers];
}

async function expectSaid(ask: () => Promise<Answer>, expected: unknown[]): Promise<void> {
  const before = await snapshot(app.owner);
  const answer = await ask();
  expect(saidBy(answer), JSON.stringify(answer.body)).toEqual(expected);
  expect(await snapshot(app.owner)).toEqual(before);
}

const TEN = "2026-12-01T10:00:00+03:00";
const at = (time: string) => `2026-12-01T${time}:00+03:00`;

function cut(more: object = {}) {
  return { kind: "appointment", serviceId: ours.salon.serviceId, start: TEN, ...more };
}

function rig(more: object = {}) {
  return { ...rentalItem(ours, "2026-12-01"), ...more };
}

function seats(labels: readonly string[], more: object = {}) {
  const item = seatItem(ours);
  return { ...item, seats: labels.map((label) => ({ label, passenger: "P" })), ...more };
}

const [first, middle, last] = ours.bus.stopIds;
const invalid = [422, "invalid-request"];
const unavailable = [422, "not-available"];

const orders: [name: string, items: object[], expected: unknown[]][] = [
  ["an end before its start", [cut({ end: at("09:30") })], [...invalid, "/items/0/end"]],
  ["an end at its start", [cut({ end: TEN })], [...invalid, "/items/0/end"]],
  [
    "another duration than the service's",
    [cut({ end: at("10:45") })],
    [...invalid, "/items/0/end"],
  ],
  [
    "staff of another business",
    [cut({ staffId: theirs.salon.staffIds[0] })],
    [...invalid, "/items/0/staffId"],
  ],
  ["a rental's end before its start", [rig({ end: at("09:00") })], [...invalid, "/items/0/end"]],
  ["a length nobody rents for", [rig({ end: at("11:30") })], [...invalid, "/items/0/end"]],
  [
    "one unit twice",
    [rig({ units: undefined, unitIds: [ours.venue.unitIds[0], ours.venue.unitIds[0]] })],
    [...invalid, "/items/0/unitIds/1"],
  ],
  [
    "a unit of another business",
    [rig({ units: undefined, unitIds: [theirs.venue.unitIds[0]] })],
    [...invalid, "/items/0/unitIds/0"],
  ],
  [
    "so many units and others by name",
    [rig({ units: 2, unitIds: [ours.venue.unitIds[0]] })],
    [...invalid, "/items/0/units"],
  ],
  ["a way back", [seats(["2A"], { from: last, to: first })], [...invalid, "/items/0/to"]],
  [
    "from a stop to itself",
    [seats(["2A"], { from: middle, to: middle })],
    [...invalid, "/items/0/to"],
  ],
  ["one seat twice", [seats(["2A", "2A"])], [...invalid, "/items/0/seats/1/label"]],
  ["a seat there is not", [seats(["99Z"])], unavailable],
  ["a stop of another line", [seats(["2A"], { to: theirs.bus.stopIds[2] })], unavailable],
  [
    "leaving before arriving",
    [stayItem(ours, "2026-12-03", "2026-12-01")],
    [...invalid, "/items/0/checkOut"],
  ],
  [
    "leaving on the day of arrival",
    [stayItem(ours, "2026-12-03", "2026-12-03")],
    [...invalid, "/items/0/checkOut"],
  ],
  [
    "more nights than a stay has",
    [stayItem(ours, "2026-12-03", "2027-03-04")],
    [...invalid, "/items/0/checkOut"],
  ],
  ["no rooms", [{ ...stayItem(ours), rooms: 0 }], [...invalid, "/items/0/rooms"]],
  ["no guests", [{ ...stayItem(ours), guests: 0 }], [...invalid, "/items/0/guests"]],
  ["more guests than beds", [{ ...stayItem(ours), guests: 3 }], unavailable],
  [
    "two mistakes in two items",
    [cut({ end: TEN }), rig({ end: at("11:30") })],
    [...invalid, "/items/0/end", "/items/1/end"],
  ],
  ["nobody's service", [cut({ serviceId: ours.bus.tripId })], [404, "not-found"]],
  ["nobody's room", [{ ...stayItem(ours), roomTypeId: ours.salon.serviceId }], [404, "not-found"]],
  [
    "one chair twice",
    [1, 2].map(() => cut({ staffId: ours.salon.staffIds[1] })),
    [409, "already-taken"],
  ],
  ["four chairs of three", [1, 2, 3, 4].map(() => cut()), [409, "already-taken"]],
  ["one seat in two items", [seats(["3A"]), seats(["3A"])], [409, "already-taken"]],
  [
    "six rooms of five",
    [1, 2].map(() => ({ ...stayItem(ours), rooms: 3 })),
    [409, "already-taken"],
  ],
];

test.each(orders)("an order of %s", async (_name, items, expected) => {
  await expectSaid(() => customer.post("/v1/orders", { items }), expected);
});

test("a booking at two businesses, an order in two currencies, a customer nobody can call", async () => {
  await expectSaid(
    () => customer.post("/v1/bookings", { items: [cut(), stayItem(theirs)] }),
    [...invalid, "/items/1"],
  );
  const items = [cut(), await stayInDirhams()];
  await expectSaid(() => customer.post("/v1/orders", { items }), [...invalid, "/items/1"]);
  const body = { items: [cut()], customer: { name: "A guest", phone: "+966 1" } };
  await expectSaid(() => customer.post("/v1/orders", body), [...invalid, "/customer/phone"]);
});

async function stayInDirhams() {
  const name = { ar: "فندق", en: "A hotel abroad" };
  const business = { kind: "hotel", name, currency: "AED" };
  const { id } = await send(theirs, "POST", "/v1/manage/businesses", business);
  const url = `/v1/manage/businesses/${id}`;
  await send(theirs, "POST", `${url}/submission`);
  await decide(theirs, id, "approval");
  const { id: locationId } = await send(theirs, "POST", `${url}/locations`, { name });
  const price = { amount: 10_000, currency: "AED" };
  const room = { name, locationId, rooms: 1, occupancy: 2, price };
  const { id: roomTypeId } = await send(theirs, "POST", `${url}/roomTypes`, room);
  return { ...stayItem(theirs), roomTypeId };
}

test("a desk without a customer, and without its own things", async () => {
  const key = app.as(await keyOf(ours, ours.salon.businessId, ["bookings:write"]));
  await expectSaid(() => key.post("/v1/bookings", { items: [cut()] }), [...invalid, "/customer"]);
  const body = { items: [rig()], customer: { name: "A guest" } };
  await expectSaid(() => key.post("/v1/bookings", body), [...invalid, "/items/0"]);
});

/** What one change to a right body is answered. */
type Crossed = [ware: Ware, name: string, change: (body: never) => object, expected: unknown[]];

const crossed: Crossed[] = [
  ["locations", "half a position", () => ({ longitude: null }), [...invalid, "/longitude"]],
  [
    "locations",
    "a zone there is not",
    () => ({ timezone: "Asia/Atlantis" }),
    [...invalid, "/timezone"],
  ],
  [
    "services",
    "one chair twice",
    () => ({ staffIds: [ours.salon.staffIds[0], ours.salon.staffIds[0]] }),
    [...invalid, "/staffIds/1"],
  ],
  [
    "services",
    "a deposit of nothing",
    () => ({ terms: { paymentTerms: "deposit", depositPercent: 0 } }),
    [...invalid, "/terms/depositPercent"],
  ],
  [
    "services",
    "two fees",
    () => ({ terms: { cancelFeePercent: 10, cancelFee: sar(100) } }),
    [...invalid, "/terms/cancelFee"],
  ],
  [
    "services",
    "another currency",
    () => ({ price: { amount: 1, currency: "USD" } }),
    [...invalid, "/price/currency"],
  ],
  ["staff", "a stranger", () => ({ userId: theirs.owner.id }), [...invalid, "/userId"]],
  [
    "rentals",
    "one length twice",
    () => ({ durationsMinutes: [60, 60] }),
    [...invalid, "/durationsMinutes/1"],
  ],
  [
    "vehicles",
    "two plans",
    () => ({ seats: [{ label: "1", row: 1, column: 1 }] }),
    [...invalid, "/seats"],
  ],
  [
    "vehicles",
    "two seats of one name",
    () => ({
      layout: undefined,
      seats: [
        { label: "1", row: 1, column: 1 },
        { label: "1", row: 1, column: 2 },
      ],
    }),
    [...invalid, "/seats/1/label"],
  ],
  [
    "vehicles",
    "two seats in one place",
    () => ({
      layout: undefined,
      seats: [
        { label: "1", row: 1, column: 1 },
        { label: "2", row: 1, column: 1 },
      ],
    }),
    [...invalid, "/seats/1/column"],
  ],
  [
    "calendars",
    "an end before its start",
    () => ({ endsOn: "2026-10-01" }),
    [...invalid, "/endsOn"],
  ],
  [
    "journeys",
    "an arrival before the departure before it",
    ({ stops }: { stops: object[] }) => ({
      stops: [stops[0], { stopId: middle, arrival: "07:00" }, stops[2]],
    }),
    [...invalid, "/stops/1/arrival"],
  ],
  [
    "journeys",
    "a stop without a time",
    ({ stops }: { stops: object[] }) => ({ stops: [stops[0], { stopId: middle }, stops[2]] }),
    [...invalid, "/stops/1/arrival"],
  ],
  [
    "journeys",
    "headways that end before they start",
    () => ({ frequencies: [{ start: "10:00", end: "09:00", headwaySeconds: 600 }] }),
    [...invalid, "/frequencies/0/end"],
  ],
];

describe.each(crossed)("%s", (ware, name, change, expected) => {
  test(`with ${name}`, async () => {
    const body = { ...wares[ware](ours), ...change(wares[ware](ours) as never) };
    const url = `/v1/manage/businesses/${ours[tradeOf(ware)].businessId}/${ware}`;
    await expectSaid(() => owner.post(url, body), expected);
  });
});

function tradeOf(ware: Ware) {
  return ware === "locations" || ware === "services" || ware === "staff"
    ? "salon"
    : ware === "rentals"
      ? "venue"
      : "bus";
}

const night = (from: string, to: string) => ({ from, to, price: sar(1) });
const week = (start: string, end: string, weekday = 1) => ({ weekday, start, end });
const legs = (from: string, to: string) => ({ fromStopId: from, toStopId: to, price: sar(1) });

const collections: [ware: Ware, name: string, items: object[], expected: unknown[]][] = [
  [
    "locations",
    "hours",
    [week("09:00", "17:00"), week("16:00", "18:00")],
    [...invalid, "/hours/1"],
  ],
  [
    "locations",
    "hours",
    [week("22:00", "02:00"), week("01:00", "03:00", 2)],
    [...invalid, "/hours/1"],
  ],
  [
    "locations",
    "holidays",
    [{ date: "2027-01-01" }, { date: "2027-01-01" }],
    [...invalid, "/holidays/1/date"],
  ],
  [
    "staff",
    "windows",
    [week("09:00", "17:00"), week("09:00", "18:00")],
    [...invalid, "/windows/1"],
  ],
  ["staff", "breaks", [week("09:00", "17:00"), week("09:00", "18:00")], [...invalid, "/breaks/1"]],
  [
    "rentals",
    "prices",
    [week("09:00", "17:00"), week("16:00", "18:00")].map((one) => ({
      ...one,
      pricePerHour: sar(1),
    })),
    [...invalid, "/prices/1"],
  ],
  ["routes", "fares", [legs(first, last), legs(first, last)], [...invalid, "/fares/1"]],
  [
    "calendars",
    "dates",
    [
      { date: "2026-12-01", runs: true },
      { date: "2026-12-01", runs: false },
    ],
    [...invalid, "/dates/1/date"],
  ],
  ["roomTypes", "rates", [night("2026-12-02", "2026-12-01")], [...invalid, "/rates/0/to"]],
];

describe.each(collections)("%s %s", (ware, name, items, expected) => {
  test(`of ${JSON.stringify(items)}`, async () => {
    const of = ware === "roomTypes" ? "hotel" : tradeOf(ware);
    const { id, version } = await make(ours, ware);
    const url = `/v1/manage/businesses/${ours[of].businessId}/${ware}/${id}/${name}`;
    const headers = { "if-match": `"${version}"` };
    await expectSaid(() => owner.send("PUT", url, { [name]: items }, headers), expected);
  });
});

const manageUrl = (kind: "salon" | "bus" | "hotel", path: string) =>
  `/v1/manage/businesses/${ours[kind].businessId}/${path}`;

const reads: [path: string, expected: unknown[]][] = [
  [
    `/v1/services/${ours.salon.serviceId}/slots?from=2026-12-02&to=2026-12-01`,
    [...invalid, "/query/to"],
  ],
  [
    `/v1/services/${ours.salon.serviceId}/slots?from=2026-12-01&to=2027-12-01`,
    [...invalid, "/query/to"],
  ],
  [
    `/v1/rentals/${ours.venue.rentalId}/slots?from=2026-12-01&to=2026-12-02&minutes=45`,
    [...invalid, "/query/minutes"],
  ],
  [`/v1/trips/${ours.bus.tripId}/seats?from=${last}&to=${first}`, [...invalid, "/query/to"]],
  ["/v1/stays?checkIn=2026-12-02&checkOut=2026-12-01", [...invalid, "/query/checkOut"]],
  ["/v1/stays?checkIn=2026-12-02&checkOut=2027-12-01", [...invalid, "/query/checkOut"]],
  ["/v1/businesses?near=91,0", [...invalid, "/query/near"]],
];

test.each(reads)("%s", async (path, expected) => {
  await expectSaid(() => app.as().get(path), expected);
});

const commands: [method: string, path: string, body: object, expected: unknown[]][] = [
  [
    "POST",
    manageUrl("salon", `staff/${ours.salon.staffIds[0]}/exceptions`),
    { kind: "off", start: at("11:00"), end: at("10:00") },
    [...invalid, "/end"],
  ],
  [
    "POST",
    manageUrl("bus", "trips"),
    { journeyId: ours.bus.journeyId, from: "2026-12-02", to: "2026-12-01" },
    [...invalid, "/to"],
  ],
  ["POST", manageUrl("salon", "members"), { role: "staff" }, [...invalid, "/phone"]],
  ["POST", manageUrl("salon", "members"), { role: "staff", phone: "+1" }, [...invalid, "/phone"]],
  ["POST", manageUrl("salon", "apiKeys"), { name: "key", scopes: [] }, [...invalid, "/scopes"]],
  ["POST", "/v1/auth/otp", { phone: "12" }, [...invalid, "/phone"]],
  [
    "POST",
    "/v1/auth/otp/verify",
    { phone: "+966500000199", code: "000000" },
    [...invalid, "/code"],
  ],
];

test.each(commands)("%s %s with %j", async (_method, path, body, expected) => {
  await expectSaid(() => owner.post(path, body), expected);
});

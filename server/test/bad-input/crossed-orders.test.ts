import { test } from "vitest";
import { decide, keyOf, send } from "../isolation/estate.ts";
import { rentalItem, seatItem, stayItem } from "../isolation/fill-estate.ts";
import { openWorld } from "../isolation/world.ts";
import { expectSaid, invalid } from "./said.ts";

/** Orders whose fields are each valid but wrong together: refused with a pointer, and nothing is written. */

const { app, ours, theirs } = await openWorld();
const customer = app.as(ours.customer.token);

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
const unavailable = [422, "not-available"];

const orders: [name: string, items: object[], expected: unknown[]][] = [
  ["an end before its start", [cut({ end: at("09:30") })], [...invalid, "/items/0/end"]],
  ["an end at its start", [cut({ end: TEN })], [...invalid, "/items/0/end"]],
  [
    "a duration other than the service's",
    [cut({ end: at("10:45") })],
    [...invalid, "/items/0/end"],
  ],
  [
    "staff of another business",
    [cut({ staffId: theirs.salon.staffIds[0] })],
    [...invalid, "/items/0/staffId"],
  ],
  ["a rental's end before its start", [rig({ end: at("09:00") })], [...invalid, "/items/0/end"]],
  [
    "a duration the rental does not offer",
    [rig({ end: at("11:30") })],
    [...invalid, "/items/0/end"],
  ],
  [
    "a duplicate unit",
    [rig({ units: undefined, unitIds: [ours.venue.unitIds[0], ours.venue.unitIds[0]] })],
    [...invalid, "/items/0/unitIds/1"],
  ],
  [
    "a unit of another business",
    [rig({ units: undefined, unitIds: [theirs.venue.unitIds[0]] })],
    [...invalid, "/items/0/unitIds/0"],
  ],
  [
    "both a number of units and named units",
    [rig({ units: 2, unitIds: [ours.venue.unitIds[0]] })],
    [...invalid, "/items/0/units"],
  ],
  [
    "a destination before the origin",
    [seats(["2A"], { from: last, to: first })],
    [...invalid, "/items/0/to"],
  ],
  [
    "a destination equal to the origin",
    [seats(["2A"], { from: middle, to: middle })],
    [...invalid, "/items/0/to"],
  ],
  ["a duplicate seat", [seats(["2A", "2A"])], [...invalid, "/items/0/seats/1/label"]],
  ["an unknown seat", [seats(["99Z"])], unavailable],
  ["a stop of another line", [seats(["2A"], { to: theirs.bus.stopIds[2] })], unavailable],
  [
    "a check-out before its check-in",
    [stayItem(ours, "2026-12-03", "2026-12-01")],
    [...invalid, "/items/0/checkOut"],
  ],
  [
    "a check-out on the check-in day",
    [stayItem(ours, "2026-12-03", "2026-12-03")],
    [...invalid, "/items/0/checkOut"],
  ],
  [
    "more nights than a stay may have",
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
  ["an unknown service", [cut({ serviceId: ours.bus.tripId })], [404, "not-found"]],
  [
    "an unknown room type",
    [{ ...stayItem(ours), roomTypeId: ours.salon.serviceId }],
    [404, "not-found"],
  ],
  [
    "one staff member twice at the same time",
    [1, 2].map(() => cut({ staffId: ours.salon.staffIds[1] })),
    [422, "invalid-request", "/items/1"],
  ],
  [
    "four appointments where there are three staff",
    [1, 2, 3, 4].map(() => cut()),
    [409, "already-taken"],
  ],
  ["one seat in two items", [seats(["3A"]), seats(["3A"])], [422, "invalid-request", "/items/1"]],
  [
    "six rooms where there are five",
    [1, 2].map(() => ({ ...stayItem(ours), rooms: 3 })),
    [409, "already-taken"],
  ],
];

test.each(orders)("refuses an order with %s", async (_name, items, expected) => {
  await expectSaid(app.owner, () => customer.post("/v1/orders", { items }), expected);
});

test("refuses a booking at two businesses, an order in two currencies and an invalid phone number", async () => {
  await expectSaid(
    app.owner,
    () => customer.post("/v1/bookings", { items: [cut(), stayItem(theirs)] }),
    [...invalid, "/items/1"],
  );
  const items = [cut(), await stayInDirhams()];
  await expectSaid(app.owner, () => customer.post("/v1/orders", { items }), [
    ...invalid,
    "/items/1",
  ]);
  const body = { items: [cut()], customer: { name: "A guest", phone: "+966 1" } };
  await expectSaid(app.owner, () => customer.post("/v1/orders", body), [
    ...invalid,
    "/customer/phone",
  ]);
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

test("refuses an API key's booking without a customer or at another business", async () => {
  const key = app.as(await keyOf(ours, ours.salon.businessId, ["bookings:write"]));
  await expectSaid(app.owner, () => key.post("/v1/bookings", { items: [cut()] }), [
    ...invalid,
    "/customer",
  ]);
  const body = { items: [rig()], customer: { name: "A guest" } };
  await expectSaid(app.owner, () => key.post("/v1/bookings", body), [...invalid, "/items/0"]);
});

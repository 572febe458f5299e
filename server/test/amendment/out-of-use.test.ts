import { beforeEach, expect, test } from "vitest";
import { haircut, rig } from "../flows/wants.ts";
import { makeSalon, makeVenue, type Venue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { startMoneyApp } from "../harness/money-app.ts";
import { morning } from "../harness/test-app.ts";
import { openOffice } from "../edits/office.ts";
import { amendFirst, book, ELEVEN, expectAllPass, NOON, read, richCustomer, TEN } from "./shop.ts";

/** A rig or staff member taken out of use, while existing bookings keep them. */

const app = await startMoneyApp();

let venue: Venue;
let customer: Caller;
let id: string;

beforeEach(async () => {
  app.clock.set(morning);
  venue = await makeVenue(app.db, { units: 3 });
  customer = await richCustomer(app);
  const unitIds = venue.unitIds.slice(0, 2);
  ({ id } = await book(customer, rig(venue, TEN, { hours: 2, unitIds })));
  const office = await openOffice(app, venue.businessId);
  const off = { active: false, acknowledge: [id] };
  expect((await office.edit("PATCH", `rentalUnits/${venue.unitIds[0]}`, off)).status).toBe(200);
});

test("a booking of a rig that is off sale can be shortened", async () => {
  const { status, body } = await amendFirst(customer, id, { end: ELEVEN });
  expect(status, JSON.stringify(body)).toBe(201);
  expect((await read(customer, id)).items[0].unitIds).toEqual(venue.unitIds.slice(0, 2).toSorted());
  await expectAllPass(app);
});

test("a booking of two rigs, one off sale, can be reduced to either", async () => {
  for (const change of [{ unitIds: [venue.unitIds[0]] }, { unitIds: [venue.unitIds[1]] }]) {
    const quote = await customer.post(`/v1/bookings/${id}/amendments/quote`, {
      items: [{ id: (await read(customer, id)).items[0].id, ...change }],
    });
    expect(quote.status, JSON.stringify(quote.body)).toBe(200);
  }
});

test("a booking of a rig that is off sale cannot be moved to another time", async () => {
  for (const change of [{ start: NOON }, { start: ELEVEN }]) {
    const { status, body } = await amendFirst(customer, id, change);
    expect([status, body.reasons?.[0].rule]).toEqual([422, "not-enough-units"]);
  }
});

test("an appointment kept during time off does not prevent adding another appointment", async () => {
  const salon = await makeSalon(app.db, { staff: 1 });
  const office = await openOffice(app, salon.businessId);
  const booked = await book(customer, haircut(salon, TEN));
  const [staffId] = salon.staffIds;
  const off = { kind: "off", start: TEN, end: ELEVEN, acknowledge: [booked.id] };
  expect((await office.post(`staff/${staffId}/exceptions`, off)).status).toBe(201);
  const kept = { id: booked.items[0].id, start: TEN, staffId };
  const change = { items: [kept, haircut(salon, NOON)] };
  const made = await customer.post(`/v1/bookings/${booked.id}/amendments`, change);
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await expectAllPass(app);
});

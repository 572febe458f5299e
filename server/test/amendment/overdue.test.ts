import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeOtherService } from "../flows/other-service.ts";
import { haircut, nights, problemOf, rig, seats } from "../flows/wants.ts";
import { type BusLine, makeBusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon, makeVenue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { startMoneyApp } from "../harness/money-app.ts";
import { morning } from "../harness/test-app.ts";
import {
  amendFirst,
  book,
  buy,
  ELEVEN,
  expectAllPass,
  NOON,
  read,
  richCustomer,
  TEN,
} from "./shop.ts";

/** Expired holds and amendments block nobody, although no background job marks them expired. */

const app = await startMoneyApp();
const { db, clock } = app;

let customer: Caller;
let other: Caller;

beforeEach(async () => {
  clock.set(morning);
  customer = await richCustomer(app);
  other = await richCustomer(app);
});

const terms = { payment_terms: "full", hold_minutes: 10 } as const;

/** For each kind: what the customer owns, a change that makes it dearer, and the part of the addition that another customer wants. */
const kinds: Record<string, () => Promise<[owned: object, change: object, wanted: object]>> = {
  "an appointment": async () => {
    const salon = await makeSalon(db, { terms });
    const serviceId = await makeOtherService(db, salon, terms);
    return [haircut(salon, TEN), { serviceId, start: ELEVEN }, haircut(salon, ELEVEN)];
  },
  "a rig by the hour": async () => {
    const venue = await makeVenue(db, { units: 1, terms });
    return [rig(venue, TEN), { end: NOON }, rig(venue, ELEVEN)];
  },
  "any two rigs": async () => {
    const venue = await makeVenue(db, { units: 2, terms });
    return [rig(venue, TEN), { units: 2 }, rig(venue, TEN)];
  },
  "a seat": async () => {
    const bus = await makeBusLine(db, { seats: 2, terms });
    const both = ["1", "2"].map((label) => ({ label, passenger: "Sara" }));
    return [seats(bus, ["1"]), { seats: both }, seats(bus, ["2"])];
  },
  "a longer way in the same seat": async () => {
    const bus = await makeBusLine(db, { seats: 1, terms });
    await makeLongWayDearer(bus);
    return [seats(bus, ["1"], 0, 1), { to: bus.stopIds[2] }, seats(bus, ["1"], 1, 2)];
  },
  "the last room of a night": async () => {
    const hotel = await makeHotel(db, { terms });
    const night = (from: number) => nights(hotel, `2026-11-${from}`, `2026-11-${from + 1}`);
    return [night(24), { checkOut: "2026-11-26" }, night(25)];
  },
};

async function makeLongWayDearer({ businessId, routeId, stopIds }: BusLine): Promise<void> {
  const [from_stop_id, , to_stop_id] = stopIds;
  const fare = { business_id: businessId, id: newId(), route_id: routeId, price_minor: 30_000 };
  await app.owner
    .insertInto("fares")
    .values({ ...fare, from_stop_id, to_stop_id })
    .execute();
}

describe.each(Object.entries(kinds))("%s", (_name, make) => {
  test("held for an expired amendment can be booked by another customer", async () => {
    const [owned, change, wanted] = await make();
    const { id, orderId, start, end, total } = await buy(app, customer, [owned]);
    const dearer = await amendFirst(customer, id, change);
    expect(dearer.body, JSON.stringify(dearer.body)).toMatchObject({ status: "awaitingPayment" });
    const early = await other.post("/v1/bookings", { items: [wanted] });
    expect([early.status, problemOf(early)]).toEqual([409, "already-taken"]);

    clock.advance(11 * MINUTE_MS);
    await book(other, wanted);
    const old = { status: "confirmed", start, end, total };
    expect(await read(customer, id)).toMatchObject(old);
    const { body } = await customer.get(`/v1/bookings/${id}/amendments/${dearer.body.id}`);
    expect(body.status).toBe("expired");
    const late = await customer.post(`/v1/orders/${orderId}/payments`, { method: "wallet" });
    expect([late.status, problemOf(late)]).toEqual([409, "invalid-transition"]);
    await expectAllPass(app);
  });

  test("held for an expired amendment can be taken by a new amendment", async () => {
    const [owned, change] = await make();
    const { id } = await buy(app, customer, [owned]);
    expect((await amendFirst(customer, id, change)).body.status).toBe("awaitingPayment");
    clock.advance(11 * MINUTE_MS);
    const again = await amendFirst(customer, id, change);
    expect(again.body, JSON.stringify(again.body)).toMatchObject({ status: "awaitingPayment" });
    await expectAllPass(app);
  });

  test("held by an expired order can be taken by an amendment", async () => {
    const [owned, change, wanted] = await make();
    const { id } = await buy(app, customer, [owned]);
    await book(other, wanted);
    const early = await amendFirst(customer, id, change);
    expect([early.status, problemOf(early)]).toEqual([409, "already-taken"]);
    clock.advance(11 * MINUTE_MS);
    const dearer = await amendFirst(customer, id, change);
    expect(dearer.body, JSON.stringify(dearer.body)).toMatchObject({ status: "awaitingPayment" });
    await expectAllPass(app);
  });
});

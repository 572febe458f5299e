import { beforeEach, describe, expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeOtherService } from "../flows/other-service.ts";
import { haircut, rig } from "../flows/wants.ts";
import { makeSalon, makeVenue, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";
import {
  amend,
  amendFirst,
  book,
  ELEVEN,
  expectAllPass,
  NOON,
  pay,
  read,
  richCustomer,
  TEN,
  walletOf,
} from "./shop.ts";

/** A hold is amended at once: nothing is sold yet, and the amount due follows. */

const app = await startMoneyApp();
const { db, clock } = app;

let customer: Caller;

beforeEach(async () => {
  clock.set(morning);
  customer = await richCustomer(app);
});

const full = { terms: { payment_terms: "full" } } as const;

test("a hold that gets dearer owes the full new price and keeps its expiry", async () => {
  const venue = await makeVenue(db, full);
  const { id, orderId, expiresAt } = await book(customer, rig(venue, TEN));
  const amended = await amendFirst(customer, id, { units: 6, end: NOON });
  expect(amended.body).toMatchObject({
    status: "applied",
    price: { before: sar(5_000), after: sar(60_000) },
    dueNow: sar(60_000),
  });
  const held = { status: "reserved", total: sar(60_000), due: sar(60_000), expiresAt };
  expect(await read(customer, id)).toMatchObject(held);
  await pay(customer, orderId);
  expect(await read(customer, id)).toMatchObject({ status: "confirmed" });
  expect(await walletOf(customer)).toBe(1_000_000 - 60_000);
  await expectAllPass(app);
});

test("a hold that gets cheaper owes less", async () => {
  const venue = await makeVenue(db, full);
  const { id, orderId } = await book(customer, rig(venue, TEN, { hours: 2, units: 2 }));
  const amended = await amendFirst(customer, id, { end: ELEVEN });
  expect(amended.body).toMatchObject({ status: "applied", dueNow: sar(10_000), goesBack: sar(0) });
  await pay(customer, orderId);
  expect(await walletOf(customer)).toBe(1_000_000 - 10_000);
  await expectAllPass(app);
});

describe("a hold with nothing due after the amendment", () => {
  let salon: Salon;

  beforeEach(async () => {
    salon = await makeSalon(db, full);
  });

  test("is confirmed at once", async () => {
    const serviceId = await makeOtherService(db, salon, { payment_terms: "venue" });
    const { id } = await book(customer, haircut(salon, TEN));
    const amended = await amendFirst(customer, id, { serviceId });
    expect(amended.body).toMatchObject({ status: "applied", dueNow: sar(0) });
    const after = { status: "confirmed", due: sar(0), total: sar(15_000), expiresAt: null };
    expect(await read(customer, id)).toMatchObject(after);
    const { body: events } = await customer.get(`/v1/bookings/${id}/events`);
    const types = events.items.map((one: { type: string }) => one.type);
    expect(types).toEqual(["reserved", "amended", "confirmed"]);
    clock.advance(60 * MINUTE_MS);
    expect((await read(customer, id)).status).toBe("confirmed");
    await expectAllPass(app);
  });

  test("waits for the business when acceptance is manual", async () => {
    const byHand = { payment_terms: "venue", acceptance: "manual" } as const;
    const serviceId = await makeOtherService(db, salon, byHand);
    const { id } = await book(customer, haircut(salon, TEN));
    await amendFirst(customer, id, { serviceId });
    expect(await read(customer, id)).toMatchObject({ status: "pending", acceptance: "manual" });
    clock.advance(60 * MINUTE_MS);
    expect((await read(customer, id)).status).toBe("pending");
    await expectAllPass(app);
  });

  test("is confirmed when the only item to be paid is removed", async () => {
    const serviceId = await makeOtherService(db, salon, { payment_terms: "venue" });
    const free = { ...haircut(salon, TEN), serviceId };
    const { id, items, due } = await book(customer, free, haircut(salon, ELEVEN));
    expect(due).toEqual(sar(10_000));
    await amend(customer, id, { remove: [items[1].id] });
    expect(await read(customer, id)).toMatchObject({ status: "confirmed", total: sar(15_000) });
    await expectAllPass(app);
  });

  test("is confirmed although a payment page is open, and a payment made there is refunded", async () => {
    const serviceId = await makeOtherService(db, salon, { payment_terms: "venue" });
    const { id, orderId } = await book(customer, haircut(salon, TEN));
    const started = await customer.post(`/v1/orders/${orderId}/payments`, {
      method: "card",
      returnUrl: "https://book.example/back",
    });
    expect(started.status, JSON.stringify(started.body)).toBe(201);
    await amendFirst(customer, id, { serviceId });
    expect((await read(customer, id)).status).toBe("confirmed");
    await payAsPerson(started.body.redirectUrl, { outcome: "approve" });
    await app.work();
    const { body } = await customer.get(`/v1/payments/${started.body.id}`);
    expect(body).toMatchObject({ status: "refunded", refunded: sar(10_000) });
    await expectAllPass(app);
  });
});

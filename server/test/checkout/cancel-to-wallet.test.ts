import { beforeEach, expect, test } from "vitest";
import { haircut } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { fillWallet, sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { handOverAll } from "../harness/till.ts";
import { morning } from "../harness/test-app.ts";
import { brokenChecks } from "../races/arena.ts";

/** A customer who cancels chooses where the refund goes. */

const app = await startMoneyApp();
const { db, clock, sandbox, work } = app;
const returnUrl = "https://book.example/back";

let salon: Salon;
let customer: Caller;
let manager: Caller;
let customerId: string;

beforeEach(async () => {
  clock.set(morning);
  sandbox.reset();
  salon = await makeSalon(db, { terms: { payment_terms: "full" } });
  const person = await makePerson(db);
  customerId = person.id;
  customer = app.as(person.token);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
});

async function buy(how: object = {}) {
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const { body: order } = await customer.post("/v1/orders", { items });
  const url = `/v1/orders/${order.id}/payments`;
  const { body: payment } = await customer.post(url, { method: "card", returnUrl, ...how });
  await payAsPerson(payment.redirectUrl, { outcome: "approve" });
  await work();
  return { orderId: order.id as string, bookingId: order.bookings[0].id as string, url };
}

const inWallet = async () => (await customer.get("/v1/wallet")).body.items[0].balance;
const statuses = async (url: string) =>
  (await customer.get(url)).body.items.map((one: { status: string }) => one.status);

test.each(["booking", "order"])(
  "the refund goes to the wallet when the customer asks for it while cancelling the %s",
  async (what) => {
    const { orderId, bookingId, url } = await buy();
    const cancelled = what === "order" ? `orders/${orderId}` : `bookings/${bookingId}`;
    const answer = await customer.post(`/v1/${cancelled}/cancellation`, { refundTo: "wallet" });
    expect(answer.status).toBe(200);
    await work();
    expect(await inWallet()).toEqual(sar(10_000));
    expect(await statuses(url)).toEqual(["refunded"]);
    expect(await brokenChecks(app)).toEqual([]);
  },
);

test("the refund goes back to the card when the customer names no destination", async () => {
  const { bookingId, url } = await buy();
  await customer.post(`/v1/bookings/${bookingId}/cancellation`);
  await work();
  expect(await inWallet()).toEqual(sar(0));
  expect(await statuses(url)).toEqual(["refunded"]);
});

test("the whole of a split payment goes to the wallet when the customer asks for it", async () => {
  await fillWallet(app, customerId, 4_000);
  const { bookingId } = await buy({ method: "split", walletAmount: sar(4_000) });
  expect(await inWallet()).toEqual(sar(0));
  await customer.post(`/v1/bookings/${bookingId}/cancellation`, { refundTo: "wallet" });
  await work();
  expect(await inWallet()).toEqual(sar(10_000));
});

test("cash goes back at the desk even when the customer asks for the wallet", async () => {
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const { body: order } = await customer.post("/v1/orders", { items });
  const url = `/v1/bookings/${order.bookings[0].id}`;
  await manager.post(`${url}/confirmation`, { paidBy: { kind: "cash" } });
  await work();
  await customer.post(`${url}/cancellation`, { refundTo: "wallet" });
  await work();
  expect(await inWallet()).toEqual(sar(0));
  expect(await handOverAll(manager, salon.businessId)).toBe(1);
  expect(await statuses(`/v1/orders/${order.id}/payments`)).toEqual(["refunded"]);
});

test("a business cannot choose the wallet for its customer, and the booking is not cancelled", async () => {
  const { bookingId } = await buy();
  const url = `/v1/bookings/${bookingId}`;
  const answer = await manager.post(`${url}/cancellation`, { refundTo: "wallet" });
  expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, "/refundTo"]);
  expect((await customer.get(url)).body.status).toBe("confirmed");
});

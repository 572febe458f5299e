import { beforeEach, describe, expect, test } from "vitest";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { accounts, fillWallet, reconcile, sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson, type Person } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";
import { haircut, problemOf } from "../flows/wants.ts";
import { readPages } from "../harness/pages.ts";

const app = await startMoneyApp();
const { db, clock, sandbox, work } = app;

const TEN = "2026-11-24T10:00:00+03:00";
const RETURN = "https://book.example/back";

let salon: Salon;
let person: Person;
let customer: Caller;
let manager: Caller;

beforeEach(async () => {
  clock.set(morning);
  sandbox.reset();
  salon = await makeSalon(db, { terms: { payment_terms: "full" } });
  person = await makePerson(db);
  customer = app.as(person.token);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
});

async function hold(): Promise<{ id: string; bookingId: string }> {
  const { status, body } = await customer.post("/v1/orders", { items: [haircut(salon, TEN)] });
  expect([status, body.status]).toEqual([201, "reserved"]);
  return { id: body.id, bookingId: body.bookings[0].id };
}

const pay = (orderId: string, body: object = {}) =>
  customer.post(`/v1/orders/${orderId}/payments`, { method: "card", returnUrl: RETURN, ...body });
const statusOf = async (bookingId: string) =>
  (await customer.get(`/v1/bookings/${bookingId}`)).body.status;
const paymentOf = async (id: string) => (await customer.get(`/v1/payments/${id}`)).body;

/** Returns how much `act` moves in the ledger, by kind of account. */
async function moved<T>(act: () => Promise<T>): Promise<Record<string, number>> {
  const before = await accounts(app);
  await act();
  const after = await accounts(app);
  const kinds = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changes = [...kinds].map(
    (kind) => [kind, (after[kind] ?? 0) - (before[kind] ?? 0)] as const,
  );
  return Object.fromEntries(changes.filter(([, change]) => change !== 0));
}

test("an order is paid on the gateway's page and confirmed by the webhook", async () => {
  const { id, bookingId } = await hold();
  const started = await pay(id);
  expect([started.status, started.body.status]).toEqual([201, "initiated"]);
  expect(started.body.amount).toEqual(sar(10_000));
  const change = await moved(async () => {
    const back = await payAsPerson(started.body.redirectUrl, { outcome: "approve" });
    expect(back).toContain(RETURN);
    await work();
  });
  expect(await statusOf(bookingId)).toBe("confirmed");
  expect(await paymentOf(started.body.id)).toMatchObject({ status: "paid", redirectUrl: null });
  expect(change).toEqual({ gateway_clearing: -10_000, business_payable: 10_000 });
});

test("when every webhook is lost, the reconciler confirms the booking", async () => {
  const { id, bookingId } = await hold();
  sandbox.set({ dropWebhooks: true });
  const started = await pay(id);
  await payAsPerson(started.body.redirectUrl, { outcome: "approve" });
  await work();
  expect(await statusOf(bookingId)).toBe("reserved");
  clock.advance(60_000);
  await reconcile(app);
  expect(await statusOf(bookingId)).toBe("confirmed");
});

test("a declined card leaves the hold, and a second attempt pays", async () => {
  const { id, bookingId } = await hold();
  const first = await pay(id);
  await payAsPerson(first.body.redirectUrl, { outcome: "decline" });
  await work();
  const second = await pay(id);
  expect(second.status).toBe(201);
  expect(second.body.id).not.toBe(first.body.id);
  await payAsPerson(second.body.redirectUrl, { outcome: "approve" });
  await work();
  expect(await statusOf(bookingId)).toBe("confirmed");
  expect((await paymentOf(first.body.id)).status).toBe("failed");
});

test("sending the same request twice makes one payment", async () => {
  const { id } = await hold();
  const key = { "idempotency-key": crypto.randomUUID() };
  const body = { method: "card", returnUrl: RETURN };
  const first = await customer.post(`/v1/orders/${id}/payments`, body, key);
  const again = await customer.post(`/v1/orders/${id}/payments`, body, key);
  expect([again.status, again.body]).toEqual([201, first.body]);
  const other = { ...body, whenPartlyGone: "refund" };
  expect((await customer.post(`/v1/orders/${id}/payments`, other, key)).status).toBe(422);
  expect((await customer.get(`/v1/orders/${id}/payments`)).body.items).toHaveLength(1);
});

describe("paying from the wallet:", () => {
  test("an order is paid at once", async () => {
    await fillWallet(app, person.id, 25_000);
    const { id, bookingId } = await hold();
    const change = await moved(async () => {
      const paid = await pay(id, { method: "wallet" });
      expect([paid.status, paid.body.status, paid.body.redirectUrl]).toEqual([201, "paid", null]);
    });
    expect(change).toEqual({ customer_wallet: -10_000, business_payable: 10_000 });
    expect(await statusOf(bookingId)).toBe("confirmed");
  });

  test("a wallet with too little money is refused, and nothing is held or written", async () => {
    await fillWallet(app, person.id, 9_999);
    const { id, bookingId } = await hold();
    const refused = await pay(id, { method: "wallet" });
    expect([refused.status, problemOf(refused)]).toEqual([409, "insufficient-funds"]);
    expect((await customer.get(`/v1/orders/${id}/payments`)).body.items).toEqual([]);
    expect(await statusOf(bookingId)).toBe("reserved");
  });

  test("the wallet pays a part and the card pays the rest", async () => {
    await fillWallet(app, person.id, 4_000);
    const { id, bookingId } = await hold();
    const started = await pay(id, { method: "split", walletAmount: sar(4_000) });
    expect(started.body.amount).toEqual(sar(6_000));
    expect((await customer.get("/v1/wallet")).body.items[0].balance).toEqual(sar(0));
    const change = await moved(async () => {
      await payAsPerson(started.body.redirectUrl, { outcome: "approve" });
      await work();
    });
    expect(await statusOf(bookingId)).toBe("confirmed");
    expect(change).toEqual({
      gateway_clearing: -6_000,
      order_funds: -4_000,
      business_payable: 10_000,
    });
  });

  test("the wallet's part comes back when the card payment is cancelled", async () => {
    await fillWallet(app, person.id, 4_000);
    const { id } = await hold();
    const started = await pay(id, { method: "split", walletAmount: sar(4_000) });
    await payAsPerson(started.body.redirectUrl, { outcome: "cancel" });
    const again = await pay(id);
    expect([again.status, again.body.amount]).toEqual([201, sar(10_000)]);
    expect((await customer.get("/v1/wallet")).body.items[0].balance).toEqual(sar(4_000));
  });
});

describe("money that arrives after the hold expired", () => {
  /** Pays at the gateway during the hold, with no webhook, then lets the hold expire. */
  const payUnheard = async () => {
    const held = await hold();
    const started = await pay(held.id);
    sandbox.set({ dropWebhooks: true });
    await payAsPerson(started.body.redirectUrl, { outcome: "approve" });
    clock.advance(60 * 60_000);
    return { ...held, paymentId: started.body.id };
  };

  test("books the slot again while it is free", async () => {
    const { bookingId, paymentId } = await payUnheard();
    expect(await statusOf(bookingId)).toBe("expired");
    await reconcile(app);
    expect(await statusOf(bookingId)).toBe("confirmed");
    expect((await paymentOf(paymentId)).status).toBe("paid");
  });

  test("is refunded in full, once, when somebody else has taken the slot", async () => {
    const { bookingId, paymentId } = await payUnheard();
    const other = app.as((await makePerson(db)).token);
    expect((await other.post("/v1/orders", { items: [haircut(salon, TEN)] })).status).toBe(201);
    const change = await moved(async () => {
      await reconcile(app);
      await work();
      await reconcile(app);
      await work();
    });
    expect(await statusOf(bookingId)).toBe("expired");
    expect(change).toEqual({});
    expect(await paymentOf(paymentId)).toMatchObject({ status: "refunded", refunded: sar(10_000) });
    const { body: refunds } = await customer.get(`/v1/payments/${paymentId}/refunds`);
    expect(refunds.items).toMatchObject([{ status: "succeeded", cause: "late_payment" }]);
    const { body: events } = await customer.get(`/v1/bookings/${bookingId}/events`);
    expect(events.items.at(-1)).toMatchObject({ type: "payment_returned" });
    const messages = await app.owner
      .selectFrom("messages")
      .select("template")
      .where("booking_id", "=", bookingId)
      .execute();
    expect(messages.map((one) => one.template)).toContain("payment.returned");
  });
});

describe("a paid order is refunded", () => {
  const paid = async () => {
    const held = await hold();
    const started = await pay(held.id);
    await payAsPerson(started.body.redirectUrl, { outcome: "approve" });
    await work();
    return { ...held, paymentId: started.body.id };
  };

  test("automatically when the customer cancels in time", async () => {
    const { bookingId, paymentId } = await paid();
    await customer.post(`/v1/bookings/${bookingId}/cancellation`);
    await work();
    expect(await paymentOf(paymentId)).toMatchObject({ status: "refunded" });
  });

  test("in part by a manager who gives a reason, but never more than was paid", async () => {
    const { paymentId } = await paid();
    const give = (amount: number) =>
      manager.post(`/v1/payments/${paymentId}/refunds`, { amount: sar(amount), reason: "sorry" });
    const answers = await Promise.all([give(6_000), give(6_000)]);
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, 422]);
    await work();
    expect(await paymentOf(paymentId)).toMatchObject({
      status: "partially_refunded",
      refunded: sar(6_000),
    });
    expect((await give(1_000)).status).toBe(201);
    expect(await readPages(customer, `/v1/payments/${paymentId}/refunds`)).toHaveLength(2);
    const events = await readPages(customer, `/v1/payments/${paymentId}/events`);
    expect(events.length).toBeGreaterThan(2);
    const byCustomer = await customer.post(`/v1/payments/${paymentId}/refunds`, { reason: "me" });
    expect(byCustomer.status).toBe(403);
  });
});

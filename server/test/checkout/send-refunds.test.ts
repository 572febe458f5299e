import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../../src/base/time.ts";
import { refundSubscriptions } from "../../src/refund/jobs.ts";
import { recordVenuePayment } from "../../src/checkout/venue-payment.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { GatewayRefused, GatewayUnclear } from "../../src/payment/gateway.ts";
import { asPlatform } from "../../src/payment/money-parts.ts";
import { sendRefunds } from "../../src/refund/send-refunds.ts";
import { drainOutbox } from "../../src/queue/drain-outbox.ts";
import { haircut } from "../flows/wants.ts";
import { makeSalon } from "../harness/businesses.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { handOverAll } from "../harness/till.ts";
import { openTill, PRICE } from "./paid-orders.ts";
import { finishEarlierRefunds, postingsOf, refundOf } from "./refund-facts.ts";

const till = await openTill();
const { gateway, parts, clock, owner } = till;
const send = () => sendRefunds(parts);

const unclear = () => {
  throw new GatewayUnclear("time-out");
};
const refuse = () => {
  throw new GatewayRefused("invalid_request_error", "this card takes nothing back");
};

beforeEach(async () => {
  gateway.at = {};
  await finishEarlierRefunds(till);
});

/** Runs the worker once an hour. */
async function sendForHours(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    clock.advance(HOUR_MS);
    await send();
  }
}

test("a refund goes back to the card, and the ledger records it", async () => {
  const payment = await till.pay();
  const id = await till.refund(payment, 4_000);
  expect(await till.balance("refunds_payable")).toBe(4_000);
  const held = await till.balance("gateway_clearing");

  expect(await send()).toBe(1);
  expect(gateway.refunds).toEqual([{ ref: gateway.state(payment.id).ref, id, amountMinor: 4_000 }]);
  expect(await refundOf(till, id)).toMatchObject({ status: "succeeded", claimed_until: null });
  expect(await till.balance("refunds_payable")).toBe(0);
  expect((await till.balance("gateway_clearing")) - held).toBe(4_000);
  expect(await till.payment(payment.id)).toMatchObject({
    status: "partially_refunded",
    refunded_minor: 4_000,
  });
  expect(await send()).toBe(0);
  expect(gateway.refunds).toHaveLength(1);
});

test("the worker that receives the refund event sends the refund at once", async () => {
  const payment = await till.pay();
  const id = await till.refund(payment, PRICE);
  const subscriptions = refundSubscriptions(parts);
  while ((await drainOutbox({ ...parts, subscriptions })) > 0);
  expect((await refundOf(till, id)).status).toBe("succeeded");
  expect((await till.payment(payment.id)).status).toBe("refunded");
});

test("a refund to the wallet is credited without asking the gateway", async () => {
  const payment = await till.pay();
  const id = await till.refund(payment, 2_500, { destination: "wallet" });
  gateway.asked.length = 0;
  expect(await send()).toBe(1);
  expect(gateway.asked).toEqual([]);
  expect(gateway.refunds).toEqual([]);
  expect(await till.balance("customer_wallet", payment.customer.id)).toBe(2_500);
  expect(await postingsOf(till, id)).toEqual({ requested: 1, paid: 1 });
});

test("a cash refund is owed until the desk hands it over, which settles the venue's cash and the claim", async () => {
  const salon = await makeSalon(till.db);
  const customer = await makePerson(till.db);
  const item = haircut(salon, "2027-03-02T10:00:00+03:00");
  const order = await till.as(customer.token).post("/v1/orders", { items: [item] });
  const bookingId = order.body.bookings[0].id;
  const amount = { amount: PRICE, currency: "SAR" };
  const id = await inTransaction(till.db, asPlatform("test", clock), (tx) =>
    recordVenuePayment(tx, bookingId, { method: "cash", amount }, clock.now()),
  );
  const { businessId } = salon;
  const payment = { id, bookingId, businessId, orderId: order.body.id, customer };
  const refundId = await till.refund(payment, 3_000);
  gateway.asked.length = 0;
  const booked = () =>
    Promise.all([
      till.balance("venue_cash", businessId),
      till.balance("business_payable", businessId),
      till.balance("refunds_payable"),
    ]);
  const owedBefore = (await booked())[2] - 3_000;
  expect(await send()).toBe(0);
  expect((await refundOf(till, refundId)).status).toBe("requested");
  expect(await booked()).toEqual([-PRICE, PRICE - 3_000, owedBefore + 3_000]);
  const staff = till.as((await makeMember(till.db, businessId, "staff")).token);
  expect(await handOverAll(staff, businessId)).toBe(1);
  expect(gateway.asked).toEqual([]);
  expect((await refundOf(till, refundId)).status).toBe("succeeded");
  expect(await booked()).toEqual([3_000 - PRICE, PRICE - 3_000, owedBefore]);
});

test("several refunds of one payment are sent one after the other, and all succeed", async () => {
  const payment = await till.pay();
  const ids = [
    await till.refund(payment, 1_000),
    await till.refund(payment, 2_000),
    await till.refund(payment, 7_000),
  ];
  let [underWay, most] = [0, 0];
  gateway.at = {
    "refund:before": () => void (most = Math.max(most, (underWay += 1))),
    "refund:after": () => void (underWay -= 1),
  };
  await Promise.all([send(), send(), send()]);
  await send();
  expect(most).toBe(1);
  expect(gateway.refunds.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect((await till.payment(payment.id)).status).toBe("refunded");
});

test("a refund with an unclear outcome is resolved before another of that payment is sent", async () => {
  const payment = await till.pay();
  const first = await till.refund(payment, 5_000);
  clock.advance(1);
  gateway.at = { "refund:before": unclear };
  expect(await send()).toBe(0);
  const second = await till.refund(payment, 3_000);
  gateway.at = {};
  expect(await send()).toBe(0);
  expect(gateway.refunds).toEqual([]);
  clock.advance(60_000);
  expect(await send()).toBe(2);
  expect(gateway.refunds.map(({ id }) => id)).toEqual([first, second]);
});

test("a failing refund does not hold up refunds of other payments", async () => {
  const bad = await till.refund(await till.pay(), 1_000);
  const good: string[] = [];
  for (let n = 0; n < 7; n += 1) good.push(await till.refund(await till.pay(), 1_000));
  gateway.at = { "refund:before": (id) => id === bad && unclear() };
  expect(await send()).toBe(7);
  expect(gateway.refunds.map(({ id }) => id).toSorted()).toEqual(good.toSorted());
});

test("an unreachable gateway is retried at growing intervals, and finally raises an alarm", async () => {
  const payment = await till.pay();
  const id = await till.refund(payment, 1_000);
  gateway.at = { "find:before": unclear };
  const waits: number[] = [];
  for (let attempt = 0; attempt < 10; attempt += 1) {
    expect((await till.payment(payment.id)).alarm).toBeNull();
    await send();
    const next = Date.parse((await refundOf(till, id)).next_attempt_at!);
    waits.push((next - clock.now()) / 1_000);
    clock.set(next);
  }
  expect(waits).toEqual([60, 120, 300, 600, 1_800, 3_600, 3_600, 3_600, 3_600, 3_600]);
  expect((await till.payment(payment.id)).alarm).toContain(id);
  gateway.at = {};
  expect(await send()).toBe(1);
  expect(gateway.refunds).toHaveLength(1);
});

test("a refund the gateway keeps refusing goes to the wallet, with the reason recorded", async () => {
  const payment = await till.pay();
  const id = await till.refund(payment, 1_000);
  gateway.at = { "refund:before": refuse };
  await sendForHours(8);
  expect(await refundOf(till, id)).toMatchObject({ status: "requested", destination: "source" });
  await sendForHours(2);
  expect(await refundOf(till, id)).toMatchObject({ status: "succeeded", destination: "wallet" });
  expect(gateway.refunds).toEqual([]);
  expect(await till.balance("customer_wallet", payment.customer.id)).toBe(1_000);
  expect((await refundOf(till, id)).failure_message).toContain("this card takes nothing back");
});

test("a refused refund without a wallet to go to stays requested and raises an alarm", async () => {
  const payment = await till.pay();
  await sql`alter table payments disable trigger payments_move`.execute(owner);
  await sql`update payments set customer_id = null where id = ${payment.id}`.execute(owner);
  await sql`alter table payments enable trigger payments_move`.execute(owner);
  const id = await till.refund(payment, 1_000);
  gateway.at = { "refund:before": refuse };
  await sendForHours(24);
  expect(await refundOf(till, id)).toMatchObject({ status: "requested", destination: "source" });
  expect((await till.payment(payment.id)).alarm).toContain("this card takes nothing back");
  gateway.at = {};
  await sendForHours(1);
  expect((await refundOf(till, id)).status).toBe("succeeded");
});

test("a refund refused because it was already made counts as done", async () => {
  const payment = await till.pay();
  const id = await till.refund(payment, PRICE);
  gateway.at = {
    "refund:before": () => {
      gateway.put(payment.id, { refundedMinor: PRICE });
      refuse();
    },
  };
  expect(await send()).toBe(1);
  expect((await refundOf(till, id)).status).toBe("succeeded");
});

test("a gateway that rejects our keys never diverts a refund to the wallet", async () => {
  const payment = await till.pay();
  const id = await till.refund(payment, 1_000);
  gateway.at = { "find:before": refuse };
  await sendForHours(48);
  expect(await refundOf(till, id)).toMatchObject({ status: "requested", destination: "source" });
  gateway.at = {};
  clock.advance(DAY_MS);
  expect(await send()).toBe(1);
  expect(gateway.refunds).toHaveLength(1);
});

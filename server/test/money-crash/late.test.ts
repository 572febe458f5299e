import { sql } from "kysely";
import { expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import {
  ask,
  atGateway,
  chair,
  makeCustomer,
  makeHolds,
  pay,
  payUnheard,
  PRICE,
  standing,
} from "../money-races/paying.ts";
import { openMortal } from "./mortal.ts";
import { endHold, expectWhole, makePayer, takeForDone } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while it settles money for an expired hold, or while it expires the hold. */

const mortal = await openMortal();
const work = () => mortal.work("outbox");
const PART = 4_000;
const fetched = /^GET \/v1\/invoices/;

/** Makes a payment paid during the hold whose webhook arrives after it. */
async function makeLate() {
  const customer = await makeCustomer(mortal);
  const [held] = await makeHolds(mortal, [customer]);
  const before = await atGateway(mortal);
  const paymentId = await payUnheard(mortal, customer.caller(), held!);
  await endHold(mortal, held!.bookingId);
  await work();
  return {
    deliver: () => mortal.sandbox.sendWebhooks(),
    /** Another customer books and pays the chair. */
    loseChair: async () => {
      const other = (await makeCustomer(mortal, PRICE)).caller();
      const { body } = await other.post("/v1/orders", { items: [chair(held!.salon, 0)] });
      expect((await pay(other, body.id, { method: "wallet" })).status).toBe(201);
      await work();
    },
    stands: async () => (await standing(mortal, [held!.bookingId]))[0],
    kept: async () => {
      const { taken, refunded } = await atGateway(mortal);
      return taken - before.taken - (refunded - before.refunded);
    },
    /** Counts the effects by kind: each must exist once. */
    effects: () =>
      ask(
        mortal,
        sql<object>`
          select (select count(*)::int from ledger_transactions where payment_id = ${paymentId}) as postings,
            (select count(*)::int from refunds where payment_id = ${paymentId}) as refunds,
            (select count(*)::int from messages where booking_id = ${held!.bookingId}
              and template in ('booking.confirmed', 'payment.returned')) as messages`,
      ),
  };
}

test.each<[string, Point]>([
  ["the gateway is about to be asked for the payment", { asked: fetched }],
  ["the ledger is being written", { acted: fetched, writing: "ledger_transactions" }],
  ["the booking is about to be confirmed", { acted: fetched, writing: "bookings" }],
  ["the slot is being claimed again", { acted: fetched, writing: "claims" }],
  [
    "everything is settled but the webhook is not marked",
    { acted: fetched, writing: "webhook_inbox" },
  ],
])("worker killed when %s: another worker books the slot again, once", async (_, point) => {
  const { deliver, stands, kept, effects } = await makeLate();
  await deliver();
  await mortal.killAt(point, work);
  await mortal.workAll();
  expect([await stands(), await kept()]).toEqual(["confirmed paid", PRICE]);
  expect(await effects()).toEqual({ postings: 2, refunds: 0, messages: 1 });
  await expectWhole(mortal);
});

const given = /refund$/;
test.each<[string, Point]>([
  ["the refund is being requested", { acted: fetched, writing: "refunds" }],
  ["the message to the customer is being written", { acted: fetched, writing: "messages" }],
  [
    "the refund is requested but the webhook is not marked",
    { acted: fetched, writing: "webhook_inbox" },
  ],
  ["the gateway is about to refund", { asked: given }],
  ["the gateway has refunded but its answer is lost", { acted: given }],
])(
  "worker killed when %s: with the slot taken, the money is refunded once and the customer told once",
  async (_, point) => {
    const { deliver, loseChair, stands, kept, effects } = await makeLate();
    await loseChair();
    await deliver();
    await mortal.killAt(point, work);
    await mortal.workAll();
    expect([await stands(), await kept()]).toEqual(["expired refunded", 0]);
    expect(await effects()).toEqual({ postings: 3, refunds: 1, messages: 1 });
    await expectWhole(mortal);
  },
);

test.each<[string, Point]>([
  ["the hold's expiry is about to be written", { writing: "bookings" }],
  ["the expired hold's slot is being released", { writing: "claims" }],
])("worker killed when %s: the late money still books the slot again", async (_, point) => {
  const { deliver, stands, kept, effects } = await makeLate();
  await mortal.killAt(point, () => mortal.work("expire-holds"));
  await mortal.work("expire-holds");
  expect(await stands()).toBe("expired initiated");
  await deliver();
  await mortal.workAll();
  expect([await stands(), await kept()]).toEqual(["confirmed paid", PRICE]);
  expect(await effects()).toEqual({ postings: 2, refunds: 0, messages: 1 });
  await expectWhole(mortal);
});

test("worker killed while it returns the wallet's part of an unpaid split: the next run returns it once", async () => {
  const walletAmount = { amount: PART, currency: "SAR" };
  const how = { method: "split", walletAmount };
  const { send, stands, inWallet } = await makePayer(mortal, how, PART);
  await send();
  await mortal.later(31 * MINUTE_MS);
  const reconcile = () => mortal.work("reconcile-payments");
  await mortal.killAt({ acted: fetched, writing: "ledger_transactions" }, reconcile);
  expect([await stands(), await inWallet()]).toEqual(["reserved initiated initiated", 0]);
  await reconcile();
  await reconcile();
  expect([await stands(), await inWallet()]).toEqual(["reserved failed failed", PART]);
  await expectWhole(mortal);
});

test("control: when events are marked done before they are processed, the money is kept although the slot is taken", async () => {
  const { deliver, loseChair, stands, kept } = await makeLate();
  await loseChair();
  await deliver();
  await takeForDone(mortal);
  await mortal.killAt({ acted: fetched, writing: "refunds" }, work);
  await mortal.work("reconcile-payments");
  await mortal.workAll();
  expect([await stands(), await kept()]).toEqual(["expired initiated", PRICE]);
});

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

/** The server is killed while it settles money for a hold that has run out meanwhile, or writes down that it did. */

const mortal = await openMortal();
const work = () => mortal.work("outbox");
const PART = 4_000;
const fetched = /^GET \/v1\/invoices/;

/** Paid within the hold; what the gateway has to say of it comes when the hold is over. */
async function makeLate() {
  const customer = await makeCustomer(mortal);
  const [held] = await makeHolds(mortal, [customer]);
  const before = await atGateway(mortal);
  const paymentId = await payUnheard(mortal, customer.caller(), held!);
  await endHold(mortal, held!.bookingId);
  await work();
  return {
    deliver: () => mortal.sandbox.sendWebhooks(),
    /** Somebody else has the chair now, for good. */
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
    /** What came of it, by kind: each is to be there once. */
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
  ["the gateway is about to be asked how it stands", { asked: fetched }],
  ["the money is being written down", { acted: fetched, writing: "ledger_transactions" }],
  ["the hold is about to be had again", { acted: fetched, writing: "bookings" }],
  ["its place is being taken again", { acted: fetched, writing: "claims" }],
  ["all is settled, and the webhook not marked", { acted: fetched, writing: "webhook_inbox" }],
])("killed when %s: another worker takes the place again, once", async (_, point) => {
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
  ["its way back is being promised", { acted: fetched, writing: "refunds" }],
  ["the customer is being told", { acted: fetched, writing: "messages" }],
  ["that is settled, and the webhook not marked", { acted: fetched, writing: "webhook_inbox" }],
  ["the gateway is about to give it back", { asked: given }],
  ["the gateway has given it back, and the answer is lost", { acted: given }],
])(
  "somebody else has the chair, killed when %s: the money goes back once, and is told of once",
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
  ["is about to be written down", { writing: "bookings" }],
  ["and its place let go of", { writing: "claims" }],
])(
  "killed when the end of the hold %s: its money comes and has the place again",
  async (_, point) => {
    const { deliver, stands, kept, effects } = await makeLate();
    await mortal.killAt(point, () => mortal.work("expire-holds"));
    await mortal.work("expire-holds");
    expect(await stands()).toBe("expired initiated");
    await deliver();
    await mortal.workAll();
    expect([await stands(), await kept()]).toEqual(["confirmed paid", PRICE]);
    expect(await effects()).toEqual({ postings: 2, refunds: 0, messages: 1 });
    await expectWhole(mortal);
  },
);

test("nobody paid, killed when what the wallet had put aside comes back: it does the next time, once", async () => {
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

test("where an event counts as done when it is taken, the money stays though the chair is somebody else's", async () => {
  const { deliver, loseChair, stands, kept } = await makeLate();
  await loseChair();
  await deliver();
  await takeForDone(mortal);
  await mortal.killAt({ acted: fetched, writing: "refunds" }, work);
  await mortal.work("reconcile-payments");
  await mortal.workAll();
  expect([await stands(), await kept()]).toEqual(["expired initiated", PRICE]);
});

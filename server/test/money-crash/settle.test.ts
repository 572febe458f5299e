import { sql } from "kysely";
import { expect, test } from "vitest";
import {
  ask,
  atGateway,
  makeCustomer,
  makeHolds,
  payUnheard,
  PRICE,
  standing,
} from "../money-races/paying.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, takeForDone } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while it receives a payment's webhook and confirms the booking. */

const mortal = await openMortal();

/** Makes a paid payment whose webhook is about to be sent. */
async function makePaid() {
  const customer = await makeCustomer(mortal);
  const [held] = await makeHolds(mortal, [customer]);
  const before = (await atGateway(mortal)).taken;
  const paymentId = await payUnheard(mortal, customer.caller(), held!);
  await mortal.work("outbox");
  const stands = async () => (await standing(mortal, [held!.bookingId]))[0];
  const taken = async () => (await atGateway(mortal)).taken - before;
  return {
    stands,
    taken,
    expectOneEffect: async () => {
      expect([await stands(), await taken()]).toEqual(["confirmed paid", PRICE]);
      const effects = await ask(
        mortal,
        sql<object>`
          select (select count(*)::int from ledger_transactions where payment_id = ${paymentId}) as postings,
            (select count(*)::int from booking_events where booking_id = ${held!.bookingId}
              and to_status = 'confirmed') as confirmations,
            (select count(*)::int from messages where booking_id = ${held!.bookingId}
              and template = 'booking.confirmed') as messages`,
      );
      expect(effects).toEqual({ postings: 2, confirmations: 1, messages: 1 });
      await expectWhole(mortal);
    },
  };
}

const deliver = () => mortal.sandbox.sendWebhooks();
const work = () => mortal.work("outbox");

test.each<[string, Point]>([
  ["the webhook is being stored", { writing: "webhook_inbox" }],
  ["the webhook is stored but its sender is not answered", { on: "front", acted: /webhooks/ }],
])(
  "server killed when %s: the webhook is sent again, and the booking is confirmed once",
  async (_, point) => {
    const { expectOneEffect } = await makePaid();
    await mortal.killAt(point, deliver);
    await mortal.workAll();
    await expectOneEffect();
  },
);

const fetched = /^GET \/v1\/invoices/;
test.each<[string, Point]>([
  ["the gateway is about to be asked for the payment", { asked: fetched }],
  ["the ledger is being written", { acted: fetched, writing: "ledger_transactions" }],
  ["the booking is being confirmed", { acted: fetched, writing: "bookings" }],
  [
    "everything is settled but the webhook is not marked",
    { acted: fetched, writing: "webhook_inbox" },
  ],
  [
    "everything is done but the worker's event is not marked",
    {
      acted: fetched,
      writing: "select from outbox where topic = 'webhook.received' and done_at is null for update",
    },
  ],
])(
  "worker killed when %s: another worker finishes, and the booking is confirmed once",
  async (_, point) => {
    const { expectOneEffect } = await makePaid();
    await deliver();
    await mortal.killAt(point, work);
    await mortal.workAll();
    await expectOneEffect();
  },
);

test("control: when events are marked done before they are processed and polling is off, the payment is never settled", async () => {
  const { stands, taken } = await makePaid();
  await deliver();
  await takeForDone(mortal);
  await mortal.killAt({ acted: fetched, writing: "bookings" }, work);
  await mortal.work("reconcile-payments");
  await mortal.workAll();
  expect([await stands(), await taken()]).toEqual(["reserved initiated", PRICE]);
});

import { expect, test } from "vitest";
import { payAsPerson } from "../harness/sandbox.ts";
import { cardToken } from "../isolation/card-token.ts";
import { atGateway, makeCustomer, makeHolds, pay, standing } from "../money-races/paying.ts";
import { openMortal } from "./mortal.ts";
import { endHold, expectWhole, takeForDone } from "./payer.ts";
import type { Point } from "./points.ts";

/** A worker is killed while it releases money held on a card for a booking whose hold has expired. */

const mortal = await openMortal();
const work = () => mortal.work("outbox");
const [fetched, voiding] = [/^GET \/v1\/payments/, /\/void$/];

/** Makes a payment approved during the hold whose webhook arrives after it. */
async function makeHeldLate() {
  const customer = await makeCustomer(mortal);
  const [held] = await makeHolds(mortal, [customer], { acceptance: "manual" });
  mortal.sandbox.set({ reorderWebhooks: true });
  const token = await cardToken(mortal.sandbox);
  const { body } = await pay(customer.caller(), held!.id, { token });
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
  await endHold(mortal, held!.bookingId);
  await mortal.work("expire-holds");
  await work();
  await mortal.sandbox.sendWebhooks();
  return {
    ends: async () => [
      (await standing(mortal, [held!.bookingId]))[0],
      (await atGateway(mortal)).statuses.at(-1),
    ],
  };
}

test.each<[string, Point]>([
  ["the payment is about to be fetched", { asked: fetched }],
  ["the payment is being written", { acted: fetched, writing: "payments" }],
  ["the message to the customer is being written", { acted: fetched, writing: "messages" }],
  ["the gateway is about to be asked to void", { asked: voiding }],
  ["the gateway has voided but its answer is lost", { acted: voiding }],
  ["the voiding is being written", { acted: voiding, writing: "payments" }],
])("worker killed when %s: the next worker releases the money", async (_, point) => {
  const { ends } = await makeHeldLate();
  await mortal.killAt(point, work);
  await mortal.workAll();
  expect(await ends()).toEqual(["expired voided", "voided"]);
  await expectWhole(mortal);
});

test("control: when events are marked done before they are processed, the money stays held", async () => {
  const { ends } = await makeHeldLate();
  await takeForDone(mortal);
  await mortal.killAt({ asked: voiding }, work);
  await mortal.workAll();
  expect(await ends()).toEqual(["expired authorized", "authorized"]);
});

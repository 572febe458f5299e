import { expect, test } from "vitest";
import { payAsPerson } from "../harness/sandbox.ts";
import { cardToken } from "../isolation/card-token.ts";
import { atGateway, makeCustomer, makeHolds, pay, standing } from "../money-races/paying.ts";
import { openMortal } from "./mortal.ts";
import { endHold, expectWhole, takeForDone } from "./payer.ts";
import type { Point } from "./points.ts";

/** A worker is killed while it lets go of money that was held on a card for a booking whose hold has run out. */

const mortal = await openMortal();
const work = () => mortal.work("outbox");
const [fetched, voiding] = [/^GET \/v1\/payments/, /\/void$/];

/** The bank has agreed within the hold; that it did comes when the hold is over. */
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
  ["it is about to be heard of", { asked: fetched }],
  ["it is being written down", { acted: fetched, writing: "payments" }],
  ["the customer is being told", { acted: fetched, writing: "messages" }],
  ["the gateway is about to be asked to let go", { asked: voiding }],
  ["the gateway has let go, and its answer is lost", { acted: voiding }],
  ["that is being written down", { acted: voiding, writing: "payments" }],
])("killed when %s: the next worker lets go of it", async (_, point) => {
  const { ends } = await makeHeldLate();
  await mortal.killAt(point, work);
  await mortal.workAll();
  expect(await ends()).toEqual(["expired voided", "voided"]);
  await expectWhole(mortal);
});

test("where an event counts as done when it is taken, the money stays held for nothing", async () => {
  const { ends } = await makeHeldLate();
  await takeForDone(mortal);
  await mortal.killAt({ asked: voiding }, work);
  await mortal.workAll();
  expect(await ends()).toEqual(["expired authorized", "authorized"]);
});

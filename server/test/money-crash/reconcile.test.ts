import { expect, test } from "vitest";
import { payAsPerson } from "../harness/sandbox.ts";
import { PRICE } from "../money-races/paying.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, makePayer, takeForDone } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while the reconciler finds what no webhook told. */

const mortal = await openMortal();
const reconcile = () => mortal.work("reconcile-payments");
const fetched = /^GET \/v1\/invoices/;

/** The payer has paid, and what the gateway has to say of it is held back. */
async function makePaid() {
  const payer = await makePayer(mortal);
  mortal.sandbox.set({ reorderWebhooks: true });
  const { body } = await payer.send();
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
  return payer;
}

test.each<[string, Point]>([
  ["the payment is being put off to its next time", { writing: "payments" }],
  ["the gateway is about to be asked how it stands", { asked: fetched }],
  ["the ledger is being written", { acted: fetched, writing: "ledger_transactions" }],
  ["the booking is being confirmed", { acted: fetched, writing: "bookings" }],
])("killed when %s, with no webhook ever: it finishes the next time", async (_, point) => {
  const { stands, charged } = await makePaid();
  await mortal.later();
  await mortal.killAt(point, reconcile);
  expect(await stands()).toBe("reserved initiated");
  await reconcile();
  expect(await stands()).toBe("confirmed paid");
  // What the gateway had to say comes after all, and changes nothing.
  await mortal.workAll();
  expect([await stands(), await charged()]).toEqual([
    "confirmed paid",
    { taken: PRICE, refunded: 0, pages: 1 },
  ]);
  await expectWhole(mortal);
});

test("where no payment is looked at again, what no webhook told is never heard of", async () => {
  const { stands, charged } = await makePaid();
  await mortal.later();
  await takeForDone(mortal);
  await mortal.killAt({ on: "front", asked: /webhooks/ }, () => mortal.sandbox.sendWebhooks());
  await reconcile();
  expect([await stands(), await charged()]).toMatchObject(["reserved initiated", { taken: PRICE }]);
});

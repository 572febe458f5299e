import { expect, test } from "vitest";
import { payAsPerson } from "../harness/sandbox.ts";
import { PRICE } from "../money-races/paying.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, makePayer, takeForDone } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while the reconciler settles a payment without a webhook. */

const mortal = await openMortal();
const reconcile = () => mortal.work("reconcile-payments");
const fetched = /^GET \/v1\/invoices/;

/** Makes a paid payment whose webhook is held back. */
async function makePaid() {
  const payer = await makePayer(mortal);
  mortal.sandbox.set({ reorderWebhooks: true });
  const { body } = await payer.send();
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
  return payer;
}

test.each<[string, Point]>([
  ["the next poll is being scheduled", { writing: "payments" }],
  ["the gateway is about to be asked for the payment", { asked: fetched }],
  ["the ledger is being written", { acted: fetched, writing: "ledger_transactions" }],
  ["the booking is being confirmed", { acted: fetched, writing: "bookings" }],
])(
  "server killed when %s, with no webhook: the next run of the reconciler finishes",
  async (_, point) => {
    const { stands, charged } = await makePaid();
    await mortal.later();
    await mortal.killAt(point, reconcile);
    expect(await stands()).toBe("reserved initiated");
    await reconcile();
    expect(await stands()).toBe("confirmed paid");
    // The webhook arrives after all and changes nothing.
    await mortal.workAll();
    expect([await stands(), await charged()]).toEqual([
      "confirmed paid",
      { taken: PRICE, refunded: 0, pages: 1 },
    ]);
    await expectWhole(mortal);
  },
);

test("control: with polling off, a payment whose webhook was lost is never settled", async () => {
  const { stands, charged } = await makePaid();
  await mortal.later();
  await takeForDone(mortal);
  await mortal.killAt({ on: "front", asked: /webhooks/ }, () => mortal.sandbox.sendWebhooks());
  await reconcile();
  expect([await stands(), await charged()]).toMatchObject(["reserved initiated", { taken: PRICE }]);
});

import { expect, test } from "vitest";
import { payAsPerson } from "../harness/sandbox.ts";
import { pay, PRICE } from "../money-races/paying.ts";
import { without } from "../races/arena.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, makePayer } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while a customer who has a page open pays in another way instead. */

const mortal = await openMortal();

async function makeUndecided() {
  const payer = await makePayer(mortal, {}, PRICE);
  const { body } = await payer.send();
  const key = { "idempotency-key": crypto.randomUUID() };
  const { customer, held } = payer;
  return {
    ...payer,
    payOnPage: () => payAsPerson(body.redirectUrl, { outcome: "approve" }),
    payFromWallet: () => pay(customer.caller(), held.id, { method: "wallet" }, key),
  };
}

const closed = /^PUT \/v1\/invoices\/.+\/cancel$/;
test.each<[string, Point]>([
  ["its page is about to be closed", { asked: closed }],
  ["its page is closed, and the answer is lost", { acted: closed }],
  ["that is being written down", { acted: closed, writing: "payments" }],
  ["the other way is being written down", { writing: "ledger_transactions" }],
  ["the other way is being kept under the key", { writing: "idempotency_keys" }],
])("killed when %s: asked again the other way pays, and the page does not", async (_, point) => {
  const { payFromWallet, payOnPage, stands, inWallet, charged } = await makeUndecided();
  await mortal.killAt(point, payFromWallet);
  const { status, body } = await payFromWallet();
  expect([status, body.status]).toEqual([201, "paid"]);
  await payOnPage();
  await mortal.workAll();
  expect([await stands(), await inWallet()]).toEqual(["confirmed failed paid", 0]);
  expect(await charged()).toEqual({ taken: 0, refunded: 0, pages: 1 });
  await expectWhole(mortal);
});

test("where the page is not known for one, and is not closed, it takes the money as well", async () => {
  const { payFromWallet, payOnPage, inWallet, charged } = await makeUndecided();
  await without(
    mortal,
    "update payments set gateway_object = 'payment' where status = 'initiated'",
  );
  await mortal.killAt({ writing: "idempotency_keys" }, payFromWallet);
  await payFromWallet();
  await payOnPage();
  expect([await inWallet(), await charged()]).toMatchObject([0, { taken: PRICE }]);
});

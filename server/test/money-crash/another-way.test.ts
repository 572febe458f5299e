import { expect, test } from "vitest";
import { payAsPerson } from "../harness/sandbox.ts";
import { pay, PRICE } from "../money-races/paying.ts";
import { without } from "../races/arena.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, makePayer } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while a customer with an open page pays from the wallet instead. */

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
  ["the page is about to be closed", { asked: closed }],
  ["the page is closed but the answer is lost", { acted: closed }],
  ["the closing is being written", { acted: closed, writing: "payments" }],
  ["the wallet payment is being written", { writing: "ledger_transactions" }],
  ["the answer is being stored under the key", { writing: "idempotency_keys" }],
])(
  "server killed when %s: a retry pays the other way, and the open page takes no money",
  async (_, point) => {
    const { payFromWallet, payOnPage, stands, inWallet, charged } = await makeUndecided();
    await mortal.killAt(point, payFromWallet);
    const { status, body } = await payFromWallet();
    expect([status, body.status]).toEqual([201, "paid"]);
    await payOnPage();
    await mortal.workAll();
    expect([await stands(), await inWallet()]).toEqual(["confirmed failed paid", 0]);
    expect(await charged()).toEqual({ taken: 0, refunded: 0, pages: 1 });
    await expectWhole(mortal);
  },
);

test("control: when the open page is not recognised and closed, it takes the money as well", async () => {
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

import { expect, test } from "vitest";
import { payAsPerson } from "../harness/sandbox.ts";
import { cardToken } from "../isolation/card-token.ts";
import { pay, PRICE } from "../money-races/paying.ts";
import { without } from "../races/arena.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, forgetKeys, makePayer } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while somebody starts to pay by card. */

const mortal = await openMortal();

const onPage: [string, Point][] = [
  ["nothing is written yet", { writing: "payments" }],
  [
    "the payment is written and the gateway is about to be asked",
    { asked: /^POST \/v1\/invoices/ },
  ],
  ["the gateway has made a page but its answer is lost", { acted: /^POST \/v1\/invoices/ }],
  ["the gateway's answer is being written", { acted: /^POST \/v1\/invoices/, writing: "payments" }],
  ["the payment is being stored under the key", { writing: "idempotency_keys" }],
  [
    "everything is written but the customer is not answered",
    { acted: /^POST \/v1\/invoices/, writing: "idempotency_keys" },
  ],
];

test.each(onPage)(
  "server killed when %s: a retry makes one payment, paid once",
  async (_, point) => {
    const { send, stands, charged, begun } = await makePayer(mortal);
    await mortal.killAt(point, send);
    const { status, body } = await send();
    expect([status, body.status]).toEqual([201, "initiated"]);
    expect((await send()).body.id).toBe(body.id);
    await payAsPerson(body.redirectUrl, { outcome: "approve" });
    await mortal.workAll();
    expect(await stands()).toBe("confirmed paid");
    expect(await begun()).toEqual({ payments: 1 });
    expect(await charged()).toEqual({ taken: PRICE, refunded: 0, pages: 1 });
    await expectWhole(mortal);
  },
);

test("server killed before the gateway knows the payment: it fails on a late retry, and a new payment succeeds", async () => {
  const { send, stands, held, customer, charged } = await makePayer(mortal);
  await mortal.killAt({ asked: /^POST \/v1\/invoices/ }, send);
  await mortal.work("reconcile-payments");
  expect((await send()).body).toMatchObject({
    status: "failed",
    failure: { code: "never-reached" },
  });
  const { body } = await pay(customer.caller(), held.id);
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
  await mortal.workAll();
  expect(await stands()).toBe("confirmed failed paid");
  expect(await charged()).toEqual({ taken: PRICE, refunded: 0, pages: 1 });
  await expectWhole(mortal);
});

test("server killed after the gateway made a page, with no retry: the reconciler finds the page", async () => {
  const { send, held, customer } = await makePayer(mortal);
  await mortal.killAt({ acted: /^POST \/v1\/invoices/ }, send);
  await mortal.work("reconcile-payments");
  const { body } = await customer.caller().get(`/v1/orders/${held.id}/payments`);
  expect(body.items).toMatchObject([{ status: "initiated", redirectUrl: expect.any(String) }]);
});

const charging = /^POST \/v1\/payments/;
test.each<[string, Point]>([
  ["a token is about to be charged", { asked: charging }],
  ["a token was charged but the answer is lost", { acted: charging }],
  ["a token was charged and that is being written", { acted: charging, writing: "payments" }],
])("server killed when %s: a retry charges the card once", async (_, point) => {
  const { send, stands, charged, begun } = await makePayer(mortal, {
    token: await cardToken(mortal.sandbox),
  });
  await mortal.killAt(point, send);
  const { body } = await send();
  await payAsPerson(body.redirectUrl, { outcome: "approve" });
  await mortal.workAll();
  expect(await stands()).toBe("confirmed paid");
  expect(await begun()).toEqual({ payments: 1 });
  expect(await charged()).toEqual({ taken: PRICE, refunded: 0, pages: 0 });
  await expectWhole(mortal);
});

test("control: without the key and with several open payments allowed, a lost answer leads to a second page", async () => {
  await without(mortal, "drop index one_open_payment");
  await forgetKeys(mortal);
  const { send, charged } = await makePayer(mortal);
  await mortal.killAt({ acted: /^POST \/v1\/invoices/ }, send);
  await send();
  expect(await charged()).toMatchObject({ pages: 2 });
});

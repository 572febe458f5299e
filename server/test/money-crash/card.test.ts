import { expect, test } from "vitest";
import { payAsPerson } from "../harness/sandbox.ts";
import { cardToken } from "../isolation/card-token.ts";
import { pay, PRICE } from "../money-races/paying.ts";
import { without } from "../races/arena.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, forgetKeys, makePayer } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while somebody begins to pay by card. */

const mortal = await openMortal();

const onPage: [string, Point][] = [
  ["nothing is written yet", { writing: "payments" }],
  ["it is written down, and the gateway about to be asked", { asked: /^POST \/v1\/invoices/ }],
  ["the gateway has a page for it, and its answer is lost", { acted: /^POST \/v1\/invoices/ }],
  ["the answer is being written down", { acted: /^POST \/v1\/invoices/, writing: "payments" }],
  ["what was begun is being kept under the key", { writing: "idempotency_keys" }],
  [
    "all is written down, and the customer not answered",
    { acted: /^POST \/v1\/invoices/, writing: "idempotency_keys" },
  ],
];

test.each(onPage)(
  "killed when %s: asked again it is one payment, and it is paid once",
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

test("killed before the gateway knew of it, and the customer comes back late: it came to nothing, and another try pays", async () => {
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

test("killed when the gateway had a page for it, and nobody asks again: the reconciler finds the page", async () => {
  const { send, held, customer } = await makePayer(mortal);
  await mortal.killAt({ acted: /^POST \/v1\/invoices/ }, send);
  await mortal.work("reconcile-payments");
  const { body } = await customer.caller().get(`/v1/orders/${held.id}/payments`);
  expect(body.items).toMatchObject([{ status: "initiated", redirectUrl: expect.any(String) }]);
});

const charging = /^POST \/v1\/payments/;
test.each<[string, Point]>([
  ["a token is about to be charged", { asked: charging }],
  ["a token was charged, and the answer is lost", { acted: charging }],
  ["a token was charged, and that is being written down", { acted: charging, writing: "payments" }],
])("killed when %s: asked again the card is charged once", async (_, point) => {
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

test("without the key and with several open at once, an answer that was lost is a second page", async () => {
  await without(mortal, "drop index one_open_payment");
  await forgetKeys(mortal);
  const { send, charged } = await makePayer(mortal);
  await mortal.killAt({ acted: /^POST \/v1\/invoices/ }, send);
  await send();
  expect(await charged()).toMatchObject({ pages: 2 });
});

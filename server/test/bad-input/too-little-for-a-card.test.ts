import { describe, expect, test } from "vitest";
import { fillWallet } from "../harness/money-app.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { book, make, send } from "../isolation/estate.ts";
import { returnUrl } from "../isolation/pay.ts";
import { sar, wares } from "../isolation/wares.ts";
import { openWorld } from "../isolation/world.ts";
import { expectSaid, invalid } from "./said.ts";

/** A gateway has a minimum charge: a request below it is refused with the remedy, and nothing is written. */

const world = await openWorld();
const { app, ours } = world;
const customer = app.as(ours.customer.token);
const back = returnUrl(ours);
/** Moyasar's minimum charge. */
const LEAST = 100;

/** An order of one appointment at this price, held until it is paid. */
async function orderAt(price: number): Promise<string> {
  const usual = wares.services(ours);
  const terms = { ...usual.terms, paymentTerms: "full" };
  const { id } = await make(ours, "services", { body: { ...usual, price: sar(price), terms } });
  const estate = { ...ours, salon: { ...ours.salon, prepaidId: id } };
  return (await book(estate, "prepaidId")).orderId;
}

const pay = (orderId: string, how: object) =>
  customer.post(`/v1/orders/${orderId}/payments`, { returnUrl: back, ...how });

/** The remedy in the first error. */
const remedyOf = ({ body }: { body: { errors: { detail: string }[] } }) => body.errors[0]!.detail;

describe("a split", () => {
  test("that leaves less than the card minimum is rejected with the highest wallet amount allowed", async () => {
    await fillWallet(app, ours.customer.id, 1_000);
    const orderId = await orderAt(1_000);
    for (const amount of [901, 999, 1_000]) {
      const split = () => pay(orderId, { method: "split", walletAmount: sar(amount) });
      await expectSaid(app.owner, split, [...invalid, "/walletAmount"]);
      expect(remedyOf(await split())).toMatch(/from 1 to 900.*100.*wallet/);
    }
  });

  test("with the highest wallet amount is accepted by the gateway", async () => {
    await fillWallet(app, ours.customer.id, 900);
    const orderId = await orderAt(1_000);
    const split = await pay(orderId, { method: "split", walletAmount: sar(900) });
    expect(split.body).toMatchObject({ status: "initiated", amount: sar(LEAST) });
    await payAsPerson(split.body.redirectUrl, { outcome: "approve" });
    const { body } = await customer.post(`/v1/payments/${split.body.id}/check`);
    expect(body.status).toBe("paid");
    expect((await customer.get(`/v1/orders/${orderId}`)).body.status).toBe("confirmed");
  });

  test("of an order at the card minimum is rejected", async () => {
    await fillWallet(app, ours.customer.id, LEAST);
    const orderId = await orderAt(LEAST);
    const split = () => pay(orderId, { method: "split", walletAmount: sar(1) });
    await expectSaid(app.owner, split, [...invalid, "/walletAmount"]);
    expect(remedyOf(await split())).toMatch(/method wallet or card/);
    expect((await pay(orderId, { method: "card" })).body.status).toBe("initiated");
  });

  test("follows the minimum of the chosen gateway", async () => {
    await fillWallet(app, ours.customer.id, 999);
    const orderId = await orderAt(1_000);
    const how = { method: "split", walletAmount: sar(999), gateway: "stripe" };
    expect((await pay(orderId, how)).body).toMatchObject({ status: "initiated", amount: sar(1) });
  });
});

describe("an order below the card minimum", () => {
  test.each([
    ["card", {}],
    ["split", { walletAmount: sar(1) }],
  ])("cannot be paid with method %s", async (method, more) => {
    const orderId = await orderAt(LEAST - 1);
    const ask = () => pay(orderId, { method, ...more });
    await expectSaid(app.owner, ask, [...invalid, "/method"]);
    expect(remedyOf(await ask())).toMatch(/minimum is 100 and only 99 is due; use method wallet/);
    const ar = await send(ours, "GET", `/v1/orders/${orderId}`, undefined, { by: ours.customer });
    expect(ar.status).toBe("reserved");
  });

  test("is refused with the remedy in Arabic too", async () => {
    const url = `/v1/orders/${await orderAt(LEAST - 1)}/payments`;
    const body = { method: "card", returnUrl: back };
    const refused = await customer.post(url, body, { "accept-language": "ar" });
    expect(remedyOf(refused)).toMatch(/100.*99.*method: wallet/);
  });

  test("can be paid from the wallet", async () => {
    await fillWallet(app, ours.customer.id, LEAST - 1);
    const orderId = await orderAt(LEAST - 1);
    expect((await pay(orderId, { method: "wallet" })).body.status).toBe("paid");
  });
});

describe("a top-up below the card minimum", () => {
  const cases: [gateway: string, amount: number, currency: string, least: number][] = [
    ["moyasar", 99, "SAR", 100],
    ["moyasar", 99, "KWD", 100],
    ["stripe", 49, "USD", 50],
    ["stripe", 17_499, "HUF", 17_500],
    ["stripe", 0, "SAR", 1],
  ];

  test.each(cases)("through %s of %i %s is refused", async (gateway, amount, currency, least) => {
    const body = { gateway, amount: { amount, currency }, returnUrl: back };
    const ask = () => customer.post("/v1/wallet/topUps", body);
    await expectSaid(app.owner, ask, [...invalid, "/amount/amount"]);
    expect(remedyOf(await ask())).toContain(`from ${least} to`);
    const enough = { ...body, amount: { amount: least, currency } };
    const { status, body: begun } = await customer.post("/v1/wallet/topUps", enough);
    expect([status, begun.status]).toEqual([201, "initiated"]);
  });
});

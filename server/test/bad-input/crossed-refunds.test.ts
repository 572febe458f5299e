import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { fillWallet } from "../harness/money-app.ts";
import { book, keyOf, nextHalfHour, send } from "../isolation/estate.ts";
import { beginByCard, holdOnCard, payFromWallet, PRICE, returnUrl } from "../isolation/pay.ts";
import { snapshot } from "../isolation/snapshot.ts";
import { fresh, sar } from "../isolation/wares.ts";
import { openWorld } from "../isolation/world.ts";
import { expectSaid, invalid } from "./said.ts";

/** Invalid refunds, desk payments and payouts: refused with a pointer, and nothing is written. */

const world = await openWorld();
const { app, ours, theirs } = world;
const manager = app.as(ours.manager.token);
const staff = app.as(ours.staff.token);
const customer = app.as(ours.customer.token);
const admin = app.as(world.admin.token);
const { paid } = ours;
const usd = (amount: number) => ({ amount, currency: "USD" });

const refundsOf = (paymentId: string) => `/v1/payments/${paymentId}/refunds`;
const because = { reason: "For a test" };
const over = [409, "invalid-transition"];

/** What was refunded of the payment already. */
const GIVEN_BACK = 1_000;

const refunds: [name: string, body: object, expected: unknown[]][] = [
  ["more than was paid", { amount: sar(PRICE + 1) }, [...invalid, "/amount"]],
  ["more than is left", { amount: sar(PRICE - GIVEN_BACK + 1) }, [...invalid, "/amount"]],
  ["an amount of zero", { amount: sar(0) }, [...invalid, "/amount"]],
  ["a negative amount", { amount: sar(-1) }, [...invalid, "/amount/amount"]],
  ["a fraction of a halala", { amount: sar(0.5) }, [...invalid, "/amount/amount"]],
  [
    "an amount that is not an exact integer",
    { amount: sar(2 ** 53) },
    [...invalid, "/amount/amount"],
  ],
  ["another currency", { amount: usd(1) }, [...invalid, "/amount/currency"]],
  ["an amount without a currency", { amount: 100 }, [...invalid, "/amount"]],
  ["no reason", { reason: undefined }, [...invalid, "/reason"]],
  ["an empty reason", { reason: "" }, [...invalid, "/reason"]],
  ["a reason that is too long", { reason: "x".repeat(501) }, [...invalid, "/reason"]],
  ["an unknown destination", { destination: "cash" }, [...invalid, "/destination"]],
  ["an unknown booking", { bookingId: randomUUID() }, [...invalid, "/bookingId"]],
  ["another booking of the business", { bookingId: ours.bookingId }, [...invalid, "/bookingId"]],
  [
    "a booking of another business",
    { bookingId: theirs.paid.bookingId },
    [...invalid, "/bookingId"],
  ],
  ["a card number", { card: "4111111111111111" }, [...invalid, "/card"]],
];

describe("a refund", () => {
  test.each(refunds)("is rejected with %s", async (_name, body, expected) => {
    const give = () => manager.post(refundsOf(paid.paymentId), { ...because, ...body });
    await expectSaid(app.owner, give, expected);
  });

  test("is rejected when the payment is fully refunded", async () => {
    const { paymentId } = await payFromWallet(ours);
    expect((await manager.post(refundsOf(paymentId), because)).status).toBe(201);
    for (const body of [because, { ...because, amount: sar(1) }]) {
      const give = () => manager.post(refundsOf(paymentId), body);
      await expectSaid(app.owner, give, [...invalid, "/amount"]);
    }
  });

  test("is refused for an open, an authorized or a failed payment", async () => {
    const open = await beginByCard(ours);
    const held = await holdOnCard(ours);
    const failed = await beginByCard(ours);
    const again = { method: "card", returnUrl: returnUrl(ours) };
    await send(ours, "POST", `/v1/orders/${failed.orderId}/payments`, again, { by: ours.customer });
    for (const { paymentId } of [open, held, failed]) {
      const give = () => manager.post(refundsOf(paymentId), because);
      await expectSaid(app.owner, give, over);
    }
  });

  test("is rejected without a bookingId when the payment paid for two bookings", async () => {
    const start = nextHalfHour();
    const items = [ours, theirs].map(({ salon }) => ({
      kind: "appointment",
      serviceId: salon.prepaidId,
      start,
    }));
    const { id: orderId } = (await customer.post("/v1/orders", { items })).body;
    await fillWallet(app, ours.customer.id, 2 * PRICE);
    const body = { method: "wallet", returnUrl: returnUrl(ours) };
    const { body: payment } = await customer.post(`/v1/orders/${orderId}/payments`, body);
    expect(payment.shares).toHaveLength(2);
    const give = () => admin.post(refundsOf(payment.id), because);
    await expectSaid(app.owner, give, [...invalid, "/bookingId"]);
  });

  test("is forbidden for the payer, staff and an API key", async () => {
    const key = app.as(
      await keyOf(ours, ours.salon.businessId, ["bookings:read", "bookings:write"]),
    );
    for (const caller of [customer, staff, key]) {
      const give = () => caller.post(refundsOf(paid.paymentId), because);
      await expectSaid(app.owner, give, [403, "forbidden"]);
    }
  });

  test("to the wallet is rejected when the payer is a guest without one", async () => {
    const { salon, mark } = ours;
    const items = [{ kind: "appointment", serviceId: salon.serviceId, start: nextHalfHour() }];
    const guest = { items, customer: { name: `${mark} guest` } };
    const url = `/v1/manage/businesses/${salon.businessId}/bookings`;
    const { id } = await send(ours, "POST", url, guest, { by: ours.staff });
    const cash = { method: "cash", amount: sar(PRICE) };
    const taken = await send(ours, "POST", `/v1/bookings/${id}/payments`, cash, { by: ours.staff });
    const give = () => manager.post(refundsOf(taken.id), { ...because, destination: "wallet" });
    await expectSaid(app.owner, give, [...invalid, "/destination"]);
  });

  test("is refused for a wallet top-up, which paid for no booking", async () => {
    const body = { amount: sar(5_000), returnUrl: returnUrl(ours) };
    const { id } = await send(ours, "POST", "/v1/wallet/topUps", body, { by: ours.customer });
    await expectSaid(app.owner, () => customer.post(refundsOf(id), because), [403, "forbidden"]);
    await expectSaid(app.owner, () => admin.post(refundsOf(id), because), [404, "not-found"]);
  });
});

describe("capture and void", () => {
  const moves = ["capture", "void"];

  test.each(moves)("%s is refused for a payment that is not authorized", async (move) => {
    const open = await beginByCard(ours);
    for (const { paymentId } of [open, paid]) {
      await expectSaid(app.owner, () => manager.post(`/v1/payments/${paymentId}/${move}`), over);
    }
  });

  test.each(moves)(
    "after a %s the same request changes nothing and the other is refused",
    async (move) => {
      const { paymentId } = await holdOnCard(ours);
      const ask = (what: string) => manager.post(`/v1/payments/${paymentId}/${what}`);
      const done = await ask(move);
      expect(done.status).toBe(200);
      const before = await snapshot(app.owner);
      const again = await ask(move);
      expect([again.status, again.body]).toEqual([200, done.body]);
      expect(await snapshot(app.owner)).toEqual(before);
      const other = moves.find((one) => one !== move)!;
      await expectSaid(app.owner, () => ask(other), over);
    },
  );
});

describe("a desk payment", () => {
  let bookingId: string;
  beforeAll(async () => {
    bookingId = (await book(ours)).id;
  });
  const take = (id: string, body: object) =>
    staff.post(`/v1/bookings/${id}/payments`, { method: "cash", amount: sar(100), ...body });

  test.each<[name: string, body: object, expected: unknown[]]>([
    ["more than is due", { amount: sar(PRICE + 1) }, [...invalid, "/amount/amount"]],
    ["an amount of zero", { amount: sar(0) }, [...invalid, "/amount/amount"]],
    ["a negative amount", { amount: sar(-100) }, [...invalid, "/amount/amount"]],
    ["a fraction of a halala", { amount: sar(1.5) }, [...invalid, "/amount/amount"]],
    ["another currency", { amount: usd(100) }, [...invalid, "/amount/currency"]],
    ["an unknown method", { method: "barter" }, [...invalid, "/method"]],
    ["the method wallet", { method: "wallet" }, [...invalid, "/method"]],
    ["no amount", { amount: undefined }, [...invalid, "/amount"]],
  ])("is rejected with %s", async (_name, body, expected) => {
    await expectSaid(app.owner, () => take(bookingId, body), expected);
  });

  test("is refused when the booking is paid, and forbidden for the customer", async () => {
    const { id } = await book(ours);
    expect((await take(id, { amount: sar(PRICE) })).status).toBe(201);
    await expectSaid(app.owner, () => take(id, {}), [...invalid, "/amount/amount"]);
    const pay = () =>
      customer.post(`/v1/bookings/${bookingId}/payments`, { method: "cash", amount: sar(100) });
    await expectSaid(app.owner, pay, [403, "forbidden"]);
  });

  test("is refused for a hold, a cancelled booking and another business's booking", async () => {
    const { id: held } = await book(ours, "prepaidId");
    await expectSaid(app.owner, () => take(held, {}), over);
    const { id: ended } = await book(ours);
    await send(ours, "POST", `/v1/bookings/${ended}/cancellation`, {}, { by: ours.customer });
    await expectSaid(app.owner, () => take(ended, {}), over);
    await expectSaid(app.owner, () => take(theirs.bookingId, {}), [404, "not-found"]);
  });
});

describe("a payout", () => {
  const payoutsUrl = `/v1/admin/businesses/${ours.salon.businessId}/payouts`;
  const short = [409, "insufficient-funds", "/amount"];

  test.each<[name: string, body: object, expected: unknown[]]>([
    ["more than the balance", { amount: sar(100_000_000) }, short],
    ["a currency that was never earned", { amount: usd(1) }, short],
    ["an amount of zero", { amount: sar(0) }, [...invalid, "/amount/amount"]],
    ["a negative amount", { amount: sar(-1) }, [...invalid, "/amount/amount"]],
    ["a fraction of a halala", { amount: sar(1.5) }, [...invalid, "/amount/amount"]],
    ["an empty reference", { reference: "" }, [...invalid, "/reference"]],
  ])("is rejected with %s", async (_name, body, expected) => {
    const right = { amount: sar(1), reference: fresh(ours, "transfer") };
    await expectSaid(app.owner, () => admin.post(payoutsUrl, { ...right, ...body }), expected);
  });

  test("is refused above the balance, with a repeated reference and to an unknown business", async () => {
    const url = `/v1/manage/businesses/${ours.salon.businessId}/statement`;
    const { balance } = await send(ours, "GET", url);
    const body = { amount: sar(balance.amount + 1), reference: fresh(ours, "transfer") };
    await expectSaid(app.owner, () => admin.post(payoutsUrl, body), short);
    const once = { ...body, amount: sar(1) };
    expect((await admin.post(payoutsUrl, once)).status).toBe(201);
    await expectSaid(app.owner, () => admin.post(payoutsUrl, once), [
      409,
      "conflict",
      "/reference",
    ]);
    const nowhere = `/v1/admin/businesses/${randomUUID()}/payouts`;
    await expectSaid(app.owner, () => admin.post(nowhere, body), [404, "not-found"]);
  });
});

import { describe, expect, test } from "vitest";
import { payAsPerson } from "../harness/sandbox.ts";
import { PRICE } from "../money-races/paying.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, forgetKeys, makePayer, makeSaver } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while a wallet pays, pays a part, or is filled. */

const mortal = await openMortal();
const page = /^POST \/v1\/invoices/;
const fetched = /^GET \/v1\/invoices/;
const work = () => mortal.work("outbox");

describe("all from the wallet", () => {
  test.each<[string, Point]>([
    ["nothing is written yet", { writing: "payments" }],
    ["it is being debited", { writing: "ledger_transactions" }],
    ["it is debited, and is being kept under the key", { writing: "idempotency_keys" }],
  ])("killed when %s: asked again it is debited once", async (_, point) => {
    const { send, stands, inWallet, begun } = await makePayer(
      mortal,
      { method: "wallet" },
      3 * PRICE,
    );
    await mortal.killAt(point, send);
    const { status, body } = await send();
    expect([status, body.status]).toEqual([201, "paid"]);
    expect((await send()).body).toEqual(body);
    expect(await stands()).toBe("confirmed paid");
    expect([await begun(), await inWallet()]).toEqual([{ payments: 1 }, 2 * PRICE]);
    await expectWhole(mortal);
  });
});

describe("a part from the wallet, the rest by card", () => {
  const PART = 4_000;
  const makeSplitter = () => {
    const walletAmount = { amount: PART, currency: "SAR" };
    return makePayer(mortal, { method: "split", walletAmount }, PART);
  };

  test.each<[string, Point]>([
    ["the part is being put aside", { writing: "ledger_transactions" }],
    ["the part is put aside, and the gateway about to be asked", { asked: page }],
    ["the gateway has a page for the rest, and its answer is lost", { acted: page }],
    ["the customer is not answered", { acted: page, writing: "idempotency_keys" }],
  ])("killed when %s: asked again both are spent once", async (_, point) => {
    const { send, stands, inWallet, charged } = await makeSplitter();
    await mortal.killAt(point, send);
    const { body } = await send();
    expect(await inWallet()).toBe(0);
    await payAsPerson(body.redirectUrl, { outcome: "approve" });
    await mortal.workAll();
    expect(await stands()).toBe("confirmed paid paid");
    expect([await inWallet(), await charged()]).toEqual([
      0,
      { taken: PRICE - PART, refunded: 0, pages: 1 },
    ]);
    await expectWhole(mortal);
  });

  test("killed when the card is about to be asked, and the customer never comes back: the part does", async () => {
    const { send, stands, inWallet } = await makeSplitter();
    await mortal.killAt({ asked: page }, send);
    expect(await inWallet()).toBe(0);
    await mortal.work("reconcile-payments");
    expect(await inWallet()).toBe(PART);
    expect(await stands()).toBe("reserved failed failed");
    await expectWhole(mortal);
  });

  test("killed when the rest has arrived and the booking is being confirmed: both are spent once", async () => {
    const { send, stands, inWallet } = await makeSplitter();
    await payAsPerson((await send()).body.redirectUrl, { outcome: "approve" });
    await mortal.sandbox.sendWebhooks();
    await mortal.killAt({ acted: fetched, writing: "bookings" }, work);
    expect(await stands()).toBe("reserved initiated initiated");
    await mortal.workAll();
    expect([await stands(), await inWallet()]).toEqual(["confirmed paid paid", 0]);
    await expectWhole(mortal);
  });
});

describe("a top-up", () => {
  test.each<[string, Point]>([
    ["nothing is written yet", { writing: "payments" }],
    ["it is written down, and the gateway about to be asked", { asked: page }],
    ["the gateway has a page for it, and its answer is lost", { acted: page }],
    ["the answer is being written down", { acted: page, writing: "payments" }],
    ["the customer is not answered", { acted: page, writing: "idempotency_keys" }],
  ])("killed when %s: asked again it is one page, and fills the wallet once", async (_, point) => {
    const { send, inWallet, pages } = await makeSaver(mortal, PRICE);
    await mortal.killAt(point, send);
    const { body } = await send();
    expect(await pages()).toBe(1);
    await payAsPerson(body.redirectUrl, { outcome: "approve" });
    await mortal.workAll();
    expect(await inWallet()).toBe(PRICE);
    await expectWhole(mortal);
  });

  test("killed while the wallet is being filled: another worker fills it once", async () => {
    const { send, inWallet } = await makeSaver(mortal, PRICE);
    await payAsPerson((await send()).body.redirectUrl, { outcome: "approve" });
    await mortal.sandbox.sendWebhooks();
    await mortal.killAt({ acted: fetched, writing: "ledger_transactions" }, work);
    expect(await inWallet()).toBe(0);
    await mortal.workAll();
    expect(await inWallet()).toBe(PRICE);
    await expectWhole(mortal);
  });
});

test("where its key is not found again, a top-up whose answer was lost is a second page", async () => {
  await forgetKeys(mortal);
  const { send, pages } = await makeSaver(mortal, PRICE);
  await mortal.killAt({ acted: page }, send);
  await send();
  expect(await pages()).toBe(2);
});

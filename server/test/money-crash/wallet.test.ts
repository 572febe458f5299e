import { describe, expect, test } from "vitest";
import { payAsPerson } from "../harness/sandbox.ts";
import { PRICE } from "../money-races/paying.ts";
import { openMortal } from "./mortal.ts";
import { expectWhole, forgetKeys, makePayer, makeSaver } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while a wallet pays in full, pays a part or is topped up. */

const mortal = await openMortal();
const page = /^POST \/v1\/invoices/;
const fetched = /^GET \/v1\/invoices/;
const work = () => mortal.work("outbox");

describe("paying in full from the wallet,", () => {
  test.each<[string, Point]>([
    ["nothing is written yet", { writing: "payments" }],
    ["the wallet is being debited", { writing: "ledger_transactions" }],
    [
      "the wallet is debited and the answer is being stored under the key",
      { writing: "idempotency_keys" },
    ],
  ])("server killed when %s: a retry debits the wallet once", async (_, point) => {
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

describe("paying by wallet and card,", () => {
  const PART = 4_000;
  const makeSplitter = () => {
    const walletAmount = { amount: PART, currency: "SAR" };
    return makePayer(mortal, { method: "split", walletAmount }, PART);
  };

  test.each<[string, Point]>([
    ["the wallet's part is being held", { writing: "ledger_transactions" }],
    ["the wallet's part is held and the gateway is about to be asked", { asked: page }],
    ["the gateway has made a page for the rest but its answer is lost", { acted: page }],
    ["the customer is not answered", { acted: page, writing: "idempotency_keys" }],
  ])("server killed when %s: a retry spends both parts once", async (_, point) => {
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

  test("server killed when the card is about to be charged, with no retry: the wallet's part is returned", async () => {
    const { send, stands, inWallet } = await makeSplitter();
    await mortal.killAt({ asked: page }, send);
    expect(await inWallet()).toBe(0);
    await mortal.work("reconcile-payments");
    expect(await inWallet()).toBe(PART);
    expect(await stands()).toBe("reserved failed failed");
    await expectWhole(mortal);
  });

  test("worker killed while it confirms the booking: both parts are spent once", async () => {
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

describe("topping up a wallet,", () => {
  test.each<[string, Point]>([
    ["nothing is written yet", { writing: "payments" }],
    ["the top-up is written and the gateway is about to be asked", { asked: page }],
    ["the gateway has made a page but its answer is lost", { acted: page }],
    ["the gateway's answer is being written", { acted: page, writing: "payments" }],
    ["the customer is not answered", { acted: page, writing: "idempotency_keys" }],
  ])(
    "server killed when %s: a retry uses the same page and fills the wallet once",
    async (_, point) => {
      const { send, inWallet, pages } = await makeSaver(mortal, PRICE);
      await mortal.killAt(point, send);
      const { body } = await send();
      expect(await pages()).toBe(1);
      await payAsPerson(body.redirectUrl, { outcome: "approve" });
      await mortal.workAll();
      expect(await inWallet()).toBe(PRICE);
      await expectWhole(mortal);
    },
  );

  test("worker killed while it fills the wallet: another worker fills it once", async () => {
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

test("control: when its key is not found again, a top-up whose answer was lost opens a second page", async () => {
  await forgetKeys(mortal);
  const { send, pages } = await makeSaver(mortal, PRICE);
  await mortal.killAt({ acted: page }, send);
  await send();
  expect(await pages()).toBe(2);
});

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { fillWallet } from "../harness/money-app.ts";
import { makePerson } from "../harness/people.ts";
import { book, send } from "../isolation/estate.ts";
import { beginByCard, PRICE, returnUrl } from "../isolation/pay.ts";
import { sar } from "../isolation/wares.ts";
import { openWorld } from "../isolation/world.ts";
import { expectSaid, invalid } from "./said.ts";

/** Invalid payment requests: refused with a pointer, and nothing is written. */

const world = await openWorld();
const { app, ours, theirs } = world;
const customer = app.as(ours.customer.token);
const back = returnUrl(ours);
const usd = (amount: number) => ({ amount, currency: "USD" });

let orderId: string;
beforeAll(async () => {
  await fillWallet(app, ours.customer.id, 3 * PRICE);
  ({ orderId } = await book(ours, "prepaidId"));
});

const paymentsOf = (id: string) => `/v1/orders/${id}/payments`;

/** Return URLs that a payer's browser cannot or should not be sent to. */
const addresses: [name: string, address: unknown][] = [
  ["that is a script", "javascript:alert(1)"],
  ["that is a script in disguise", "java\nscript:alert(1)"],
  ["that is a data URL", "data:text/html,<script>alert(1)</script>"],
  ["that is a local file", "file:///etc/passwd"],
  ["with the scheme ftp", "ftp://book.example/back"],
  ["without a host", "/back"],
  ["without a scheme", "book.example/back"],
  ["that starts with two slashes", "//book.example/back"],
  ["without slashes after the scheme", "https:book.example"],
  ["with backslashes", "https:\\\\book.example\\back"],
  ["with a password", "https://sara:secret@book.example/back"],
  ["with a user name", "https://sara@book.example/back"],
  ["with a space", "https://book.example/the way back"],
  ["that is too long", `https://book.example/${"x".repeat(2_000)}`],
  ["that is a plain word", "back"],
  ["that is empty", ""],
  ["that is missing", undefined],
];

/** Values that no gateway script made; the first ones are card numbers themselves. */
const tokens: [name: string, token: unknown][] = [
  ["a card number", "4111111111111111"],
  ["a card number with dashes", "4111-1111-1111-1111"],
  ["a card number with spaces", "4111 1111 1111 1111"],
  ["a short card number", "4222222222222"],
  ["a long card number", "6304000000000000000"],
  ["a card number in Arabic digits", "٤١١١١١١١١١١١١١١١"],
  ["broken by a space", "token_1234 5678"],
  ["broken by a quote", "token_'--12345678"],
  ["too short", "tok_1"],
  ["too long", `token_${"x".repeat(200)}`],
];

/** Amounts that are invalid by themselves. */
const amounts: [name: string, amount: unknown, at: string][] = [
  ["below zero", sar(-1), "/amount"],
  ["with a fraction", sar(4_000.5), "/amount"],
  ["above the maximum", sar(1_000_000_000_001), "/amount"],
  ["above the largest exact integer", sar(2 ** 53), "/amount"],
  ["given as a string", { amount: "4000", currency: "SAR" }, "/amount"],
  ["without a currency", { amount: 4_000 }, "/currency"],
  ["in a lower-case currency", { amount: 4_000, currency: "sar" }, "/currency"],
  ["with an unknown field", { ...sar(4_000), vat: 1 }, "/vat"],
];

const wrong: [name: string, change: object, expected: unknown[]][] = [
  ["without a method", { method: undefined }, [...invalid, "/method"]],
  ["with an unknown method", { method: "barter" }, [...invalid, "/method"]],
  ["with the method cash", { method: "cash" }, [...invalid, "/method"]],
  ["by card with a wallet amount", { walletAmount: sar(1) }, [...invalid, "/walletAmount"]],
  [
    "from the wallet with a wallet amount",
    { method: "wallet", walletAmount: sar(1) },
    [...invalid, "/walletAmount"],
  ],
  ["split without a wallet amount", { method: "split" }, [...invalid, "/walletAmount"]],
  ...[0, PRICE - 99, PRICE, PRICE + 1].map((amount): [string, object, unknown[]] => [
    `split with ${amount} from the wallet`,
    { method: "split", walletAmount: sar(amount) },
    [...invalid, "/walletAmount"],
  ]),
  [
    "split with a wallet amount in another currency",
    { method: "split", walletAmount: usd(1) },
    [...invalid, "/walletAmount/currency"],
  ],
  ...amounts.map(([name, walletAmount, at]): [string, object, unknown[]] => [
    `split with a wallet amount ${name}`,
    { method: "split", walletAmount },
    [...invalid, `/walletAmount${at}`],
  ]),
  ["through an unknown gateway", { gateway: "paypal" }, [...invalid, "/gateway"]],
  ["with an invalid whenPartlyGone", { whenPartlyGone: "maybe" }, [...invalid, "/whenPartlyGone"]],
  ["with card details", { card: { number: "4111111111111111" } }, [...invalid, "/card"]],
  ["without a return URL", { returnUrl: undefined }, [...invalid, "/returnUrl"]],
  [
    "split without a return URL",
    { method: "split", walletAmount: sar(1_000), returnUrl: undefined },
    [...invalid, "/returnUrl"],
  ],
  ...addresses.map(([name, address]): [string, object, unknown[]] => [
    `with a return URL ${name}`,
    { returnUrl: address },
    [...invalid, "/returnUrl"],
  ]),
  ...tokens.map(([name, token]): [string, object, unknown[]] => [
    `with a token that is ${name}`,
    { token },
    [...invalid, "/token"],
  ]),
];

describe("an order cannot be paid", () => {
  test.each(wrong)("%s", async (_name, change, expected) => {
    const body = { method: "card", returnUrl: back, ...change };
    await expectSaid(app.owner, () => customer.post(paymentsOf(orderId), body), expected);
  });

  test("with a card number as token, which the refusal explains in both languages", async () => {
    const number = "4111111111111111";
    const said: string[] = [];
    for (const language of ["en", "ar"]) {
      const body = { method: "card", returnUrl: back, token: number };
      const headers = { "accept-language": language };
      const answer = await customer.post(paymentsOf(orderId), body, headers);
      expect(JSON.stringify(answer.body)).not.toContain(number);
      said.push(answer.body.errors[0].detail);
    }
    expect(said).toEqual([
      expect.stringMatching(/never send a card number/i),
      expect.stringContaining("رقم البطاقة"),
    ]);
  });

  test("by anybody but its customer: strangers and staff get 404", async () => {
    const body = { method: "card", returnUrl: back };
    const others = [theirs.customer, theirs.owner, ours.owner, ours.staff, world.admin];
    for (const { token } of others) {
      await expectSaid(app.owner, () => app.as(token).post(paymentsOf(orderId), body), [
        404,
        "not-found",
      ]);
    }
    await expectSaid(app.owner, () => customer.post(paymentsOf(randomUUID()), body), [
      404,
      "not-found",
    ]);
  });

  test("from a wallet that has too little", async () => {
    const { token, id } = await makePerson(app.db);
    await fillWallet(app, id, PRICE - 1);
    const held = await book({ ...ours, customer: { id, token, phone: "" } }, "prepaidId");
    const body = { method: "wallet", returnUrl: back };
    const pay = () => app.as(token).post(paymentsOf(held.orderId), body);
    await expectSaid(app.owner, pay, [409, "insufficient-funds", "/walletAmount"]);
  });

  test("when it is paid, cancelled, expired or payable at the venue", async () => {
    const pay = (id: string) =>
      customer.post(paymentsOf(id), { method: "wallet", returnUrl: back });
    const paid = (await book(ours, "prepaidId")).orderId;
    expect((await pay(paid)).status).toBe(201);
    const cancelled = await book(ours, "prepaidId");
    await send(
      ours,
      "POST",
      `/v1/bookings/${cancelled.id}/cancellation`,
      {},
      { by: ours.customer },
    );
    const atVenue = (await book(ours)).orderId;
    for (const id of [paid, cancelled.orderId, atVenue]) {
      await expectSaid(app.owner, () => pay(id), [409, "invalid-transition"]);
    }
    const { orderId: late } = await book(ours, "prepaidId");
    const now = app.clock.now();
    app.clock.advance(3_600_000);
    try {
      await expectSaid(app.owner, () => pay(late), [409, "invalid-transition"]);
    } finally {
      app.clock.set(now);
    }
  });
});

describe("an open payment", () => {
  const refusals: [name: string, body: object, status: number][] = [
    ["split without a wallet amount", { method: "split" }, 422],
    ["split with more than the price", { method: "split", walletAmount: sar(PRICE + 1) }, 422],
    [
      "split with too little left for the card",
      { method: "split", walletAmount: sar(PRICE - 99) },
      422,
    ],
    ["by card with a wallet amount", { method: "card", walletAmount: sar(1) }, 422],
    ["from a wallet that has too little", { method: "wallet" }, 409],
  ];

  test("is kept when a second payment is refused", async () => {
    const poor = await makePerson(app.db);
    const estate = { ...ours, customer: poor };
    const open = await beginByCard(estate);
    const payer = app.as(poor.token);
    for (const [name, body, status] of refusals) {
      const url = paymentsOf(open.orderId);
      const answer = await payer.post(url, { returnUrl: back, ...body });
      expect(answer.status, name).toBe(status);
      const { body: seen } = await payer.get(`/v1/payments/${open.paymentId}`);
      expect(seen, name).toMatchObject({ status: "initiated", redirectUrl: expect.any(String) });
    }
  });

  test("is replaced by a valid second payment, which releases its wallet part", async () => {
    const { id, phone, token } = await makePerson(app.db);
    const estate = { ...ours, customer: { id, phone, token } };
    await fillWallet(app, id, PRICE);
    const { orderId: own } = await book(estate, "prepaidId");
    const payer = app.as(token);
    const pay = (body: object) => payer.post(paymentsOf(own), { returnUrl: back, ...body });
    const open = await pay({ method: "split", walletAmount: sar(PRICE / 2) });
    expect(open.body.status).toBe("initiated");
    const second = await pay({ method: "wallet" });
    expect([second.status, second.body.status]).toEqual([201, "paid"]);
    const { body: first } = await payer.get(`/v1/payments/${open.body.id}`);
    expect([first.status, first.failure.code]).toEqual(["failed", "replaced"]);
  });
});

const topUps: [name: string, change: object, expected: unknown[]][] = [
  ...amounts.map(([name, amount, at]): [string, object, unknown[]] => [
    `of an amount ${name}`,
    { amount },
    [...invalid, `/amount${at}`],
  ]),
  ...[0, 99, 1_000_001].map((amount): [string, object, unknown[]] => [
    `of ${amount}`,
    { amount: sar(amount) },
    [...invalid, "/amount/amount"],
  ]),
  [
    "in an unknown currency",
    { amount: { amount: 5_000, currency: "QQQ" } },
    [...invalid, "/amount/currency"],
  ],
  ["with the method cash", { method: "cash" }, [...invalid, "/method"]],
  ["through an unknown gateway", { gateway: "paypal" }, [...invalid, "/gateway"]],
  ["for somebody else", { customerId: theirs.customer.id }, [...invalid, "/customerId"]],
  ["with a card number as token", { token: "4111111111111111" }, [...invalid, "/token"]],
  ["with a script as return URL", { returnUrl: "javascript:alert(1)" }, [...invalid, "/returnUrl"]],
];

test.each(topUps)("rejects a wallet top-up %s", async (_name, change, expected) => {
  const body = { amount: sar(5_000), returnUrl: back, ...change };
  await expectSaid(app.owner, () => customer.post("/v1/wallet/topUps", body), expected);
});

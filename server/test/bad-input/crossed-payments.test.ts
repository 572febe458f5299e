import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { fillWallet } from "../harness/money-app.ts";
import { makePerson } from "../harness/people.ts";
import { book, send } from "../isolation/estate.ts";
import { beginByCard, PRICE, returnUrl } from "../isolation/pay.ts";
import { sar } from "../isolation/wares.ts";
import { openWorld } from "../isolation/world.ts";
import { expectSaid, invalid } from "./said.ts";

/** Payments asked for wrongly: refused with the place, and nothing written. */

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

/** Where a payer's browser cannot be sent, or should not. */
const addresses: [name: string, address: unknown][] = [
  ["that is a script", "javascript:alert(1)"],
  ["that is a script in disguise", "java\nscript:alert(1)"],
  ["that is a page in itself", "data:text/html,<script>alert(1)</script>"],
  ["on this machine", "file:///etc/passwd"],
  ["of another sort", "ftp://book.example/back"],
  ["without its host", "/back"],
  ["without its scheme", "book.example/back"],
  ["of any scheme", "//book.example/back"],
  ["with half a scheme", "https:book.example"],
  ["with backslashes", "https:\\\\book.example\\back"],
  ["with a password", "https://sara:secret@book.example/back"],
  ["with a name", "https://sara@book.example/back"],
  ["with a space", "https://book.example/the way back"],
  ["without end", `https://book.example/${"x".repeat(2_000)}`],
  ["that is none", "back"],
  ["of nothing", ""],
  ["left out", undefined],
];

/** No script of a gateway's made these of a card; the first ones are the card. */
const tokens: [name: string, token: unknown][] = [
  ["the number of a card", "4111111111111111"],
  ["the number of a card with dashes", "4111-1111-1111-1111"],
  ["the number of a card with spaces", "4111 1111 1111 1111"],
  ["the number of a short card", "4222222222222"],
  ["the number of a long card", "6304000000000000000"],
  ["the number of a card in Arabic digits", "٤١١١١١١١١١١١١١١١"],
  ["a space in it", "token_1234 5678"],
  ["a quote in it", "token_'--12345678"],
  ["too little", "tok_1"],
  ["too much", `token_${"x".repeat(200)}`],
];

/** What may be wrong with an amount by itself. */
const amounts: [name: string, amount: unknown, at: string][] = [
  ["below nothing", sar(-1), "/amount"],
  ["in fractions", sar(4_000.5), "/amount"],
  ["beyond all bounds", sar(1_000_000_000_001), "/amount"],
  ["beyond what counts exactly", sar(2 ** 53), "/amount"],
  ["in words", { amount: "4000", currency: "SAR" }, "/amount"],
  ["without a currency", { amount: 4_000 }, "/currency"],
  ["in a currency spelt in its own way", { amount: 4_000, currency: "sar" }, "/currency"],
  ["with something else", { ...sar(4_000), vat: 1 }, "/vat"],
];

const wrong: [name: string, change: object, expected: unknown[]][] = [
  ["in no way", { method: undefined }, [...invalid, "/method"]],
  ["in an unknown way", { method: "barter" }, [...invalid, "/method"]],
  ["at the desk", { method: "cash" }, [...invalid, "/method"]],
  ["by card with a wallet's part", { walletAmount: sar(1) }, [...invalid, "/walletAmount"]],
  [
    "from the wallet with a part of it",
    { method: "wallet", walletAmount: sar(1) },
    [...invalid, "/walletAmount"],
  ],
  ["split, and not said how", { method: "split" }, [...invalid, "/walletAmount"]],
  ...[0, PRICE - 99, PRICE, PRICE + 1].map((amount): [string, object, unknown[]] => [
    `split, with ${amount} from the wallet`,
    { method: "split", walletAmount: sar(amount) },
    [...invalid, "/walletAmount"],
  ]),
  [
    "split, in another currency",
    { method: "split", walletAmount: usd(1) },
    [...invalid, "/walletAmount/currency"],
  ],
  ...amounts.map(([name, walletAmount, at]): [string, object, unknown[]] => [
    `split, with a part ${name}`,
    { method: "split", walletAmount },
    [...invalid, `/walletAmount${at}`],
  ]),
  ["through nobody's gateway", { gateway: "paypal" }, [...invalid, "/gateway"]],
  ["with half an answer", { whenPartlyGone: "maybe" }, [...invalid, "/whenPartlyGone"]],
  ["with a card itself", { card: { number: "4111111111111111" } }, [...invalid, "/card"]],
  ["with no way back", { returnUrl: undefined }, [...invalid, "/returnUrl"]],
  [
    "in part by card with no way back",
    { method: "split", walletAmount: sar(1_000), returnUrl: undefined },
    [...invalid, "/returnUrl"],
  ],
  ...addresses.map(([name, address]): [string, object, unknown[]] => [
    `to come back to an address ${name}`,
    { returnUrl: address },
    [...invalid, "/returnUrl"],
  ]),
  ...tokens.map(([name, token]): [string, object, unknown[]] => [
    `with a token that is ${name}`,
    { token },
    [...invalid, "/token"],
  ]),
];

describe("an order is not paid", () => {
  test.each(wrong)("%s", async (_name, change, expected) => {
    const body = { method: "card", returnUrl: back, ...change };
    await expectSaid(app.owner, () => customer.post(paymentsOf(orderId), body), expected);
  });

  test("by a card's number, and whoever sends one is told so in both languages", async () => {
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

  test("by anybody but whose it is: not by a stranger, not by those who serve it", async () => {
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

  test("when it is paid, cancelled, over, or never wanted money beforehand", async () => {
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

describe("a payment that is open", () => {
  const refusals: [name: string, body: object, status: number][] = [
    ["split, and not said how", { method: "split" }, 422],
    ["split, with more than all", { method: "split", walletAmount: sar(PRICE + 1) }, 422],
    [
      "split, with too little for the card",
      { method: "split", walletAmount: sar(PRICE - 99) },
      422,
    ],
    ["by card with a wallet's part", { method: "card", walletAmount: sar(1) }, 422],
    ["from a wallet that has too little", { method: "wallet" }, 409],
  ];

  test("is not given up for one that is refused", async () => {
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

  test("is given up for one that is right, with what it held of the wallet", async () => {
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
    "in no country's currency",
    { amount: { amount: 5_000, currency: "QQQ" } },
    [...invalid, "/amount/currency"],
  ],
  ["by cash", { method: "cash" }, [...invalid, "/method"]],
  ["through nobody's gateway", { gateway: "paypal" }, [...invalid, "/gateway"]],
  ["for somebody else", { customerId: theirs.customer.id }, [...invalid, "/customerId"]],
  ["with the number of a card", { token: "4111111111111111" }, [...invalid, "/token"]],
  ["from a script", { returnUrl: "javascript:alert(1)" }, [...invalid, "/returnUrl"]],
];

test.each(topUps)("a wallet is not topped up %s", async (_name, change, expected) => {
  const body = { amount: sar(5_000), returnUrl: back, ...change };
  await expectSaid(app.owner, () => customer.post("/v1/wallet/topUps", body), expected);
});

import fc from "fast-check";
import { expect } from "vitest";
import { pick, type Books, type Order, type Payment, type PaymentRequest } from "../books.ts";
import { itemsOf, services, SLOTS, STAFF, wishText, type Wish } from "../shops.ts";
import { payAsPerson } from "../../harness/sandbox.ts";
import { ask, CUSTOMERS, type World } from "../world.ts";
import { cardToken, giveCard } from "../payer.ts";
import { deed, type Deed } from "./deed.ts";

const RETURN = "https://book.example/back";
const who = fc.nat(CUSTOMERS - 1);
const number = fc.nat(11);

const wish: fc.Arbitrary<Wish> = fc.record({
  service: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...services) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  ),
  staff: fc.oneof(fc.constant("any" as const), fc.nat(STAFF - 1)),
  slot: fc.nat(SLOTS - 1),
  isRig: fc.nat(2).map((n) => n === 0),
  hours: fc.constantFrom(1 as const, 2 as const),
});

interface Buyer {
  who: number;
  wish: Wish;
}

const buyer: fc.Arbitrary<Buyer> = fc.record({ who, wish });

export const holding: fc.Arbitrary<Deed> = buyer.map((one) =>
  deed(`${one.who} holds ${wishText(one.wish)}`, async (books, world) => {
    await hold(books, world, one);
  }),
);

async function hold(books: Books, world: World, one: Buyer): Promise<Order | undefined> {
  const items = itemsOf(world.shops, one.wish, world.since);
  const caller = world.customers[one.who]!;
  const mayBe = ["409 already-taken", "422 not-available"];
  const answer = await ask(world, caller, { path: "/v1/orders", body: { items } }, mayBe);
  if (!answer) return undefined;
  expect(answer.body.status).toBe("reserved");
  const bookings: { id: string; businessId: string; due: { amount: number } }[] =
    answer.body.bookings;
  const order: Order = {
    id: answer.body.id,
    who: one.who,
    dueMinor: bookings.reduce((sum, { due }) => sum + due.amount, 0),
    bookings: bookings.map(({ id, businessId }) => ({
      id,
      who: one.who,
      shop: businessId === world.shops.salon.businessId ? "salon" : "venue",
    })),
  };
  books.orders.push(order);
  return order;
}

const refusals = [
  "409 invalid-transition",
  "409 conflict",
  "409 insufficient-funds",
  "409 idempotency-in-progress",
  "503 unavailable",
  // A part of the order has ended, and the wallet's part exceeds the rest.
  "422 invalid-request",
];

/** Starts to pay for an order, most often for the last one. */
function paying(
  words: string,
  at: number,
  body: (order: Order, world: World) => object | Promise<object>,
): Deed {
  return deed(
    `${words} for order -${at}`,
    async (books, world) => {
      const order = pick(books.orders.toReversed(), at);
      await pay(books, world, order, await body(order, world));
    },
    (books) => books.orders.length > 0,
  );
}

async function pay(books: Books, world: World, order: Order, how: object) {
  return send(books, world, {
    who: order.who,
    path: `/v1/orders/${order.id}/payments`,
    body: { returnUrl: RETURN, ...how },
    key: crypto.randomUUID(),
    order,
  });
}

async function send(
  books: Books,
  world: World,
  request: PaymentRequest,
): Promise<Payment | undefined> {
  if (!books.requests.includes(request)) books.requests.push(request);
  const { who: payer, order } = request;
  const answer = await ask(world, world.customers[payer]!, request, refusals);
  if (!answer) return undefined;
  const { id, redirectUrl: page } = answer.body;
  const known = books.payments.find((one) => one.id === id);
  if (known) {
    known.page ??= page;
    return known;
  }
  const payment: Payment = { id, who: payer, page, banks: [], ...(order && { order }) };
  books.payments.push(payment);
  return payment;
}

/** Most often the last order held. */
const recent = fc.oneof({ weight: 3, arbitrary: fc.nat(1) }, { weight: 1, arbitrary: number });
const whenPartlyGone = fc.constantFrom("keep" as const, "refund" as const);

export const payingByCard: fc.Arbitrary<Deed> = fc
  .record({ at: recent, whenPartlyGone, isToken: fc.boolean() })
  .map(({ at, isToken, ...how }) =>
    paying(isToken ? "a card's token" : "the gateway's page", at, async (_order, world) => ({
      method: "card",
      ...how,
      ...(isToken && { token: await cardToken(world.sandbox) }),
    })),
  );

/** Holds, pays and approves in one go, up to the webhook. */
export const buying: fc.Arbitrary<Deed> = fc
  .record({ one: buyer, whenPartlyGone, isToken: fc.boolean() })
  .map(({ one, whenPartlyGone: how, isToken }) =>
    deed(
      `${one.who} buys ${wishText(one.wish)}${isToken ? " by token" : ""}`,
      async (books, world) => {
        const order = await hold(books, world, one);
        if (!order) return;
        const token = isToken ? { token: await cardToken(world.sandbox) } : {};
        const payment = await pay(books, world, order, {
          method: "card",
          whenPartlyGone: how,
          ...token,
        });
        if (payment?.page) await payAsPerson(payment.page, { outcome: "approve" });
      },
    ),
  );

/** Pays on the gateway's page in two tabs, up to both charges. */
export const buyingInTwoTabs: fc.Arbitrary<Deed> = buyer.map((one) =>
  deed(`${one.who} buys ${wishText(one.wish)} in two tabs`, async (books, world) => {
    const order = await hold(books, world, one);
    const payment = order && (await pay(books, world, order, { method: "card" }));
    if (!payment?.page) return;
    const banks = [await giveCard(payment.page), await giveCard(payment.page)];
    for (const bank of banks) if (bank) await payAsPerson(bank, { outcome: "approve" });
  }),
);

export const payingFromWallet: fc.Arbitrary<Deed> = recent.map((at) =>
  paying("the wallet pays", at, () => ({ method: "wallet" })),
);

export const splitting: fc.Arbitrary<Deed> = fc
  .record({ at: recent, part: fc.constantFrom(0.3, 0.5, 0.9) })
  .map(({ at, part }) =>
    paying(`the wallet pays ${part} of it, a card the rest`, at, ({ dueMinor }) => ({
      method: "split",
      walletAmount: { amount: Math.round(dueMinor * part), currency: "SAR" },
    })),
  );

export const toppingUp: fc.Arbitrary<Deed> = fc.record({ who }).map((one) =>
  deed(`${one.who} tops up`, async (books, world) => {
    await send(books, world, {
      who: one.who,
      path: "/v1/wallet/topUps",
      body: { amount: { amount: 7_000, currency: "SAR" }, returnUrl: RETURN },
      key: crypto.randomUUID(),
    });
  }),
);

/** Sends the same request again, as after a broken connection. */
export const repeating: fc.Arbitrary<Deed> = recent.map((at) =>
  deed(
    `asks again for payment request -${at}`,
    async (books, world) => {
      await send(books, world, pick(books.requests.toReversed(), at));
    },
    (books) => books.requests.length > 0,
  ),
);

import { describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { MINUTE_MS } from "../../src/base/time.ts";
import { holdFromWallet } from "../../src/ledger/wallet.ts";
import { makeSalon } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { asPlatform, at, openBooks, sar, topUp } from "./ground.ts";
import { makeBooking, payByCard, refund, walletOf } from "./make-money.ts";

const books = await openBooks();
const { db, owner } = books;

async function makeCustomer() {
  const person = await makePerson(db);
  return { ...person, caller: books.as(person.token) };
}

function debit(userId: string, amount: number, now: number) {
  const part = { userId, paymentId: newId(), orderId: newId(), amount: sar(amount) };
  return asPlatform(db, (tx) => holdFromWallet(tx, part, now), now).then(() => part);
}

describe("a wallet", () => {
  test("that was never filled shows zero riyals and no history", async () => {
    const { caller } = await makeCustomer();
    const { status, body } = await caller.get("/v1/wallet");
    expect([status, body]).toEqual([200, { items: [{ balance: sar(0) }] }]);
    expect((await caller.get("/v1/wallet/entries")).body).toEqual({ items: [], nextCursor: null });
  });

  test("shows its balance, one amount per currency", async () => {
    const { id, caller } = await makeCustomer();
    await topUp(db, id, sar(10_000));
    await topUp(db, id, { amount: 2_500, currency: "KWD" });
    await debit(id, 400, at);
    expect((await caller.get("/v1/wallet")).body).toEqual({
      items: [{ balance: { amount: 2_500, currency: "KWD" } }, { balance: sar(9_600) }],
    });
  });

  test("cannot be read without signing in", async () => {
    for (const path of ["/v1/wallet", "/v1/wallet/entries"]) {
      expect((await books.as().get(path)).status).toBe(401);
    }
  });
});

describe("a wallet's history", () => {
  test("is newest first and names what each amount was for", async () => {
    const { id, caller } = await makeCustomer();
    const paymentId = await topUp(db, id, sar(1_000), at);
    const part = await debit(id, 300, at + MINUTE_MS);
    const { businessId } = await makeSalon(db);
    const booked = await makeBooking(owner, businessId, id);
    const back = await asPlatform(
      db,
      async (tx) => {
        const byCard = await payByCard(tx, booked);
        const refundId = await refund(tx, booked, byCard, { amount: 200, to: walletOf(booked) });
        return { bookingId: booked.bookingId, paymentId: byCard, refundId };
      },
      at + 2 * MINUTE_MS,
    );
    const none = { orderId: null, bookingId: null, paymentId: null, refundId: null };
    const { orderId } = part;
    expect((await caller.get("/v1/wallet/entries")).body.items).toEqual([
      { ...none, kind: "refund_paid", amount: sar(200), ...back, at: "2026-11-21T06:02:00.000Z" },
      {
        ...none,
        kind: "wallet_hold",
        amount: sar(-300),
        orderId,
        paymentId: part.paymentId,
        at: "2026-11-21T06:01:00.000Z",
      },
      { ...none, kind: "top_up", amount: sar(1_000), paymentId, at: "2026-11-21T06:00:00.000Z" },
    ]);
  });

  test("is paged without gaps or repeats, even for entries of the same instant", async () => {
    const { id, caller } = await makeCustomer();
    const amounts = [1, 2, 3, 4, 5, 6, 7];
    for (const amount of amounts) await topUp(db, id, sar(amount), at);
    const seen: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { body }: Awaited<ReturnType<typeof caller.get>> = await caller.get(
        `/v1/wallet/entries?limit=3${cursor && `&cursor=${cursor}`}`,
      );
      expect(body.items.length).toBeLessThanOrEqual(3);
      seen.push(...body.items.map((one: { amount: { amount: number } }) => one.amount.amount));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(amounts.toReversed());
  });

  test("can be filtered by currency", async () => {
    const { id, caller } = await makeCustomer();
    await topUp(db, id, sar(10));
    await topUp(db, id, { amount: 20, currency: "JPY" });
    const { body } = await caller.get("/v1/wallet/entries?currency=JPY");
    expect(body.items.map((one: { amount: unknown }) => one.amount)).toEqual([
      { amount: 20, currency: "JPY" },
    ]);
  });

  test.each(["cursor=nonsense", "cursor=WzEsMiwzXQ", "currency=riyal", "limit=0", "page=2"])(
    "refuses the query %s",
    async (query) => {
      const { caller } = await makeCustomer();
      const { status, body } = await caller.get(`/v1/wallet/entries?${query}`);
      expect(status).toBe(422);
      expect(body.errors[0].pointer).toBe(`/query/${query.split("=")[0]}`);
    },
  );
});

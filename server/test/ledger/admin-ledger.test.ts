import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeBusiness } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { asPlatform, at, earn, openBooks, post, sar, topUp } from "./ground.ts";

const books = await openBooks();
const { db } = books;

let admin: Caller;
let businessId: string;
let customerId: string;

beforeAll(async () => {
  admin = books.as((await makePerson(db, { admin: true })).token);
  ({ businessId } = await asPlatform(db, (tx) => makeBusiness(tx, "salon")));
  ({ id: customerId } = await makePerson(db));
  await topUp(db, customerId, sar(5_000));
  await topUp(db, customerId, { amount: 7_000, currency: "KWD" });
  await earn(db, businessId, { amount: 2_000, fee: 50 });
});

describe("the list of ledger accounts", () => {
  test("has every account with totals, and sums to zero in every currency", async () => {
    const { body } = await admin.get("/v1/admin/ledger/accounts?limit=100");
    const sums: Record<string, number> = {};
    for (const { balance } of body.items) {
      sums[balance.currency] = (sums[balance.currency] ?? 0) + balance.amount;
    }
    expect(sums).toEqual({ SAR: 0, KWD: 0 });
    expect(body.totals).toEqual([{ amount: 0, currency: "KWD" }, sar(0)]);
    expect(body.items).toHaveLength(7);
    expect(body.items).toContainEqual(
      expect.objectContaining({ kind: "platform_fee", ownerId: null, balance: sar(50) }),
    );
    expect(body.items).toContainEqual(
      expect.objectContaining({
        kind: "gateway_clearing",
        gateway: "moyasar",
        balance: sar(-5_000),
      }),
    );
  });

  test("can be filtered by kind, owner and currency, and is paged", async () => {
    const whose = async (query: string) =>
      (await admin.get(`/v1/admin/ledger/accounts?${query}`)).body.items.map(
        (one: { balance: unknown }) => one.balance,
      );
    expect(await whose(`kind=business_payable&ownerId=${businessId}`)).toEqual([sar(1_950)]);
    expect(await whose(`ownerId=${customerId}&currency=KWD`)).toEqual([
      { amount: 7_000, currency: "KWD" },
    ]);
    const { body } = await admin.get("/v1/admin/ledger/accounts?limit=4");
    const { body: rest } = await admin.get(
      `/v1/admin/ledger/accounts?limit=4&cursor=${body.nextCursor}`,
    );
    const ids = [...body.items, ...rest.items].map((one) => one.id);
    expect([new Set(ids).size, rest.nextCursor]).toEqual([7, null]);
  });
});

describe("the timeline of a payment, a booking or an order", () => {
  test("shows both ends of every movement, oldest first", async () => {
    const about = { orderId: newId(), paymentId: newId() };
    const bookingId = newId();
    const funds = { kind: "order_funds" } as const;
    const gateway = { kind: "gateway_clearing", gateway: "moyasar" } as const;
    const payable = { kind: "business_payable", businessId } as const;
    const paid = { kind: "payment", key: `payment:${about.paymentId}:paid` } as const;
    const arrival = [{ from: gateway, to: funds, amountMinor: 900 }];
    await post(db, { ...paid, currency: "SAR", ...about, transfers: arrival }, at);
    const share = { kind: "payment", key: `share:${about.paymentId}:${bookingId}:earned` } as const;
    const earning = [{ from: funds, to: payable, amountMinor: 900 }];
    const posting = { ...share, currency: "SAR", ...about, bookingId, transfers: earning };
    await post(db, posting, at + MINUTE_MS);
    const ask = async (query: string) =>
      (await admin.get(`/v1/admin/ledger/transactions?${query}`)).body;
    const { items } = await ask(`paymentId=${about.paymentId}`);
    expect(items).toMatchObject([
      { ...paid, ...about, bookingId: null, refundId: null, actor: "system:test", memo: "" },
      { ...share, ...about, bookingId, at: "2026-11-21T06:01:00.000Z" },
    ]);
    expect(items[0].entries).toMatchObject([
      { account: { kind: "gateway_clearing", gateway: "moyasar" }, amount: sar(-900) },
      { account: { kind: "order_funds", ownerId: null }, amount: sar(900) },
    ]);
    expect(await ask(`orderId=${about.orderId}`)).toEqual({ items, nextCursor: null });
    expect((await ask(`bookingId=${bookingId}`)).items).toEqual([items[1]]);
    const first = await ask(`orderId=${about.orderId}&limit=1`);
    const second = await ask(`orderId=${about.orderId}&limit=1&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(items);
    expect(second.nextCursor).toBeNull();
  });

  test("requires a payment, a booking or an order", async () => {
    const { status, body } = await admin.get("/v1/admin/ledger/transactions");
    expect([status, body.errors[0].pointer]).toEqual([422, "/query/paymentId"]);
  });
});

test("only the platform can read the ledger", async () => {
  const owner = books.as((await makeMember(db, businessId, "owner")).token);
  for (const path of ["accounts", `transactions?paymentId=${newId()}`]) {
    expect((await owner.get(`/v1/admin/ledger/${path}`)).status).toBe(403);
    expect((await books.as().get(`/v1/admin/ledger/${path}`)).status).toBe(401);
  }
});

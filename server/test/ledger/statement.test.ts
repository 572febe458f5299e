import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { Posting, Transfer } from "../../src/ledger/post.ts";
import { makeBusiness } from "../harness/businesses.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { asPlatform, earn, openBooks, post } from "./ground.ts";

const books = await openBooks();
const { db } = books;

/** Instants by the clock of Riyadh, three hours ahead of UTC. */
const riyadh = (words: string) => Date.parse(`${words}+03:00`);

interface Sums {
  openingBalance: number;
  gross: number;
  fees: number;
  refunds: number;
  adjustments: number;
  net: number;
  collectedAtVenue: number;
  paidOut: number;
  balance: number;
}

interface StatementBody {
  currency: string;
  timezone: string;
  items: { part: string; amount: { amount: number }; memo: string; kind: string }[];
  nextCursor: string | null;
}

function sumsOf(body: StatementBody): Sums {
  const amounts = body as never as Record<keyof Sums, { amount: number }>;
  const names = Object.keys(nothing) as (keyof Sums)[];
  return Object.fromEntries(names.map((name) => [name, amounts[name].amount])) as never;
}

const nothing: Sums = {
  openingBalance: 0,
  gross: 0,
  fees: 0,
  refunds: 0,
  adjustments: 0,
  net: 0,
  collectedAtVenue: 0,
  paidOut: 0,
  balance: 0,
};

async function makeSeller(options: { timezone?: string } = {}) {
  const business = await asPlatform(db, (tx) => makeBusiness(tx, "salon", options));
  const { businessId } = business;
  const manager = await makeMember(db, businessId, "manager");
  const payable = { kind: "business_payable", businessId } as const;
  const refunds = { kind: "refunds_payable" } as const;
  const till = { kind: "venue_cash", businessId } as const;
  const move = (kind: Posting["kind"], now: number, ...transfers: Transfer[]) =>
    post(db, { kind, key: newId(), currency: "SAR", memo: kind, transfers }, now);
  return {
    ...business,
    manager,
    earn: (amount: number, fee: number, now: number) => earn(db, businessId, { amount, fee }, now),
    refund: (amountMinor: number, fee: number, now: number) =>
      move(
        "refund_requested",
        now,
        { from: payable, to: refunds, amountMinor },
        { from: { kind: "platform_fee" }, to: payable, amountMinor: fee },
      ),
    sellAtVenue: (amountMinor: number, now: number) =>
      move("venue_payment", now, { from: till, to: payable, amountMinor }),
    refundFromTill: async (amountMinor: number, now: number) => {
      await move("refund_requested", now, { from: payable, to: refunds, amountMinor });
      await move("refund_paid", now, { from: refunds, to: till, amountMinor });
    },
    payOut: (amountMinor: number, now: number) =>
      move("payout", now, {
        from: payable,
        to: { kind: "gateway_clearing", gateway: "moyasar" },
        amountMinor,
      }),
    adjust: (amountMinor: number, now: number) =>
      move("adjustment", now, { from: { kind: "write_off" }, to: payable, amountMinor }),
    ask: (query = "") =>
      books.as(manager.token).get(`/v1/manage/businesses/${businessId}/statement${query}`),
  };
}

type Seller = Awaited<ReturnType<typeof makeSeller>>;

let seller: Seller;

beforeAll(async () => {
  seller = await makeSeller();
  // October: earned 100.00 less 2.50; 40.00 of it paid out.
  await seller.earn(10_000, 250, riyadh("2026-10-15T12:00:00"));
  await seller.payOut(4_000, riyadh("2026-10-31T23:59:59"));
  // November, from its first moment to its last.
  await seller.earn(20_000, 500, riyadh("2026-11-01T00:00:00"));
  await seller.refund(5_000, 125, riyadh("2026-11-10T12:00:00"));
  await seller.sellAtVenue(3_000, riyadh("2026-11-11T12:00:00"));
  await seller.refundFromTill(1_000, riyadh("2026-11-12T12:00:00"));
  await seller.adjust(70, riyadh("2026-11-13T12:00:00"));
  await seller.payOut(6_000, riyadh("2026-11-30T23:59:59"));
  // December.
  await seller.earn(900, 0, riyadh("2026-12-01T00:00:00"));
});

const november: Sums = {
  openingBalance: 5_750,
  gross: 23_000,
  fees: 375,
  refunds: 6_000,
  adjustments: 70,
  net: 16_695,
  collectedAtVenue: 2_000,
  paidOut: 6_000,
  balance: 14_445,
};

describe("a statement", () => {
  test("counts earnings, fees, refunds, cash taken at the venue and payouts of its days", async () => {
    const { status, body } = await seller.ask("?from=2026-11-01&to=2026-11-30");
    expect(status).toBe(200);
    expect(sumsOf(body)).toEqual(november);
    expect(body).toMatchObject({
      currency: "SAR",
      timezone: "Asia/Riyadh",
      from: "2026-11-01",
      to: "2026-11-30",
    });
  });

  test("starts with the closing balance of the period before", async () => {
    const { body: before } = await seller.ask("?to=2026-10-31");
    const { body: after } = await seller.ask("?from=2026-12-01");
    expect(sumsOf(before)).toEqual({
      ...nothing,
      gross: 10_000,
      fees: 250,
      net: 9_750,
      paidOut: 4_000,
      balance: november.openingBalance,
    });
    expect(sumsOf(after)).toEqual({
      ...nothing,
      openingBalance: november.balance,
      gross: 900,
      net: 900,
      balance: november.balance + 900,
    });
  });

  test("adds up for any period", async () => {
    const periods = ["", "?from=2026-11-10", "?to=2026-11-11", "?from=2026-11-11&to=2026-11-12"];
    for (const period of periods) {
      const sums = sumsOf((await seller.ask(period)).body);
      expect(sums.net).toBe(sums.gross - sums.fees - sums.refunds + sums.adjustments);
      const { openingBalance, net, collectedAtVenue, paidOut } = sums;
      expect(sums.balance).toBe(openingBalance + net - collectedAtVenue - paidOut);
    }
  });

  test("has lines that add up to its sums, part by part", async () => {
    const lines: StatementBody["items"] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query = `?from=2026-11-01&to=2026-11-30&limit=4${cursor && `&cursor=${cursor}`}`;
      const { body }: { body: StatementBody } = await seller.ask(query);
      expect(sumsOf(body)).toEqual(november);
      lines.push(...body.items);
      cursor = body.nextCursor;
    }
    const of = (part: string) =>
      lines.filter((one) => one.part === part).reduce((sum, one) => sum + one.amount.amount, 0);
    expect(of("gross")).toBe(november.gross);
    expect(-of("fees")).toBe(november.fees);
    expect(-of("refunds")).toBe(november.refunds);
    expect(of("adjustments")).toBe(november.adjustments);
    expect(-of("collectedAtVenue")).toBe(november.collectedAtVenue);
    expect(-of("paidOut")).toBe(november.paidOut);
    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatchObject({ part: "paidOut", kind: "payout", memo: "payout" });
  });

  test("is the same for the platform", async () => {
    const admin = books.as((await makePerson(db, { admin: true })).token);
    const period = "?from=2026-11-01&to=2026-11-30";
    const seen = await admin.get(`/v1/admin/businesses/${seller.businessId}/statement${period}`);
    expect(seen.body).toEqual((await seller.ask(period)).body);
    const unknown = await admin.get(`/v1/admin/businesses/${newId()}/statement`);
    expect(unknown.status).toBe(404);
  });

  test("is empty in a currency in which nothing was earned", async () => {
    const { body } = await seller.ask("?currency=KWD");
    expect(sumsOf(body)).toEqual(nothing);
    expect(body).toMatchObject({ currency: "KWD", items: [] });
  });
});

describe("a statement's period", () => {
  test("follows the days of the business's timezone, even when a day begins at 01:00", async () => {
    // Beirut put its clocks forward at midnight of 29 March 2026.
    const far = await makeSeller({ timezone: "Asia/Beirut" });
    await far.earn(100, 0, Date.parse("2026-03-28T23:59:59+02:00"));
    await far.earn(20, 0, Date.parse("2026-03-29T01:00:00+03:00"));
    await far.earn(3, 0, Date.parse("2026-03-29T23:59:59+03:00"));
    const gross = async (query: string) => sumsOf((await far.ask(query)).body).gross;
    expect(await gross("?to=2026-03-28")).toBe(100);
    expect(await gross("?from=2026-03-29&to=2026-03-29")).toBe(23);
  });

  test.each([
    ["?from=2026-11-02&to=2026-11-01", "/query/to"],
    ["?from=2026-02-30", "/query/from"],
    ["?to=tomorrow", "/query/to"],
    ["?currency=sar", "/query/currency"],
    ["?cursor=W10", "/query/cursor"],
  ])("is refused with the query %s", async (query, pointer) => {
    const { status, body } = await seller.ask(query);
    expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
  });
});

describe("a statement can be read", () => {
  const url = () => `/v1/manage/businesses/${seller.businessId}/statement`;

  test("by managers and owners, not by staff", async () => {
    const owner = await makeMember(db, seller.businessId, "owner");
    const staff = await makeMember(db, seller.businessId, "staff");
    expect((await books.as(owner.token).get(url())).status).toBe(200);
    expect((await books.as(staff.token).get(url())).status).toBe(403);
  });

  test("by nobody from another business", async () => {
    const other = await makeSeller();
    expect((await books.as(other.manager.token).get(url())).status).toBe(404);
    expect((await books.as().get(url())).status).toBe(401);
    const { body } = await other.ask();
    expect(sumsOf(body)).toEqual(nothing);
  });
});

import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { makeBusiness } from "../harness/businesses.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { asPlatform, earn, openBooks, post } from "./ground.ts";

const books = await openBooks();
const { db } = books;
const admin = books.as((await makePerson(db, { admin: true })).token);

async function makeSeller(currency: string, amount: number): Promise<string> {
  const { businessId } = await asPlatform(db, (tx) => makeBusiness(tx, "salon"));
  if (amount > 0) await earn(db, businessId, { amount, currency });
  return businessId;
}

function rename(businessId: string, ar: string, en: string) {
  return sql`update businesses set name_ar = ${ar}, name_en = ${en} where id = ${businessId}`.execute(
    books.owner,
  );
}

function take(businessId: string, amountMinor: number, currency: string) {
  const from = { kind: "business_payable", businessId } as const;
  const transfers = [{ from, to: { kind: "refunds_payable" } as const, amountMinor }];
  const key = `refund:${businessId}:requested`;
  return post(db, { kind: "refund_requested", key, currency, transfers });
}

describe("the list of what businesses are owed", () => {
  test("is sorted largest first, excludes cash in their tills, and leaves out zero and negative amounts", async () => {
    const [small, large, even, owing] = [
      await makeSeller("SAR", 100),
      await makeSeller("SAR", 5_000),
      await makeSeller("SAR", 300),
      await makeSeller("SAR", 200),
    ];
    await makeSeller("SAR", 0);
    await makeSeller("AED", 9_000);
    const till = { kind: "venue_cash", businessId: large } as const;
    const sale = { from: till, to: { kind: "business_payable", businessId: large } as const };
    const posting = { kind: "venue_payment", key: "a sale at the desk", currency: "SAR" } as const;
    await post(db, { ...posting, transfers: [{ ...sale, amountMinor: 700 }] });
    await take(even, 300, "SAR");
    await take(owing, 900, "SAR");
    await rename(large, "الأكبر", "The largest");
    const { status, body } = await admin.get("/v1/admin/payables?currency=SAR");
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        {
          businessId: large,
          businessName: { ar: "الأكبر", en: "The largest" },
          amount: { amount: 5_000, currency: "SAR" },
        },
        {
          businessId: small,
          businessName: body.items[1].businessName,
          amount: { amount: 100, currency: "SAR" },
        },
      ],
      nextCursor: null,
    });
  });

  test("is paged, with equal amounts ordered by business id", async () => {
    const amounts = [30, 20, 20, 20, 10];
    const ids = await Promise.all(amounts.map((amount) => makeSeller("BHD", amount)));
    const wanted = [ids[0], ...ids.slice(1, 4).toSorted(), ids[4]];
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await admin.get(`/v1/admin/payables?currency=BHD&limit=2${cursor}`);
      seen.push(...body.items.map((one: { businessId: string }) => one.businessId));
      cursor = body.nextCursor === null ? "" : `&cursor=${body.nextCursor}`;
    } while (cursor !== "");
    expect(seen).toEqual(wanted);
  });

  test.each([
    ["JPY", 1_234, "1234"],
    ["USD", 5, "0.05"],
    ["KWD", 1_234_567, "1234.567"],
  ])(
    "is also a CSV file, with amounts in %s in its decimals",
    async (currency, amount, decimal) => {
      const businessId = await makeSeller(currency, amount);
      await rename(businessId, "صالون، الرياض", '=cmd|"x", Salon');
      const url = `/v1/admin/payables?currency=${currency}&format=csv`;
      const { status, body, headers } = await admin.get(url);
      expect(status).toBe(200);
      expect(headers.get("content-type")).toBe("text/csv; charset=utf-8");
      expect(headers.get("content-disposition")).toBe(
        `attachment; filename="payables-${currency}.csv"`,
      );
      expect(body).toBe(
        "businessId,nameAr,nameEn,amount,currency\r\n" +
          `${businessId},صالون، الرياض,"'=cmd|""x"", Salon",${decimal},${currency}\r\n`,
      );
    },
  );

  test("has every row in the CSV file, and only the header when nobody is owed", async () => {
    await Promise.all(Array.from({ length: 25 }, (_, n) => makeSeller("OMR", n + 1)));
    const { body } = await admin.get("/v1/admin/payables?currency=OMR&format=csv");
    expect(body.split("\r\n")).toHaveLength(1 + 25 + 1);
    const none = await admin.get("/v1/admin/payables?currency=XXX&format=csv");
    expect(none.body).toBe("businessId,nameAr,nameEn,amount,currency\r\n");
  });

  test.each([
    ["", "/query/currency"],
    ["currency=sar", "/query/currency"],
    ["currency=SAR&format=xml", "/query/format"],
    ["currency=SAR&limit=0", "/query/limit"],
    ["currency=SAR&cursor=x", "/query/cursor"],
    ["currency=SAR&format=csv&limit=5", "/query/limit"],
    ["currency=SAR&format=csv&cursor=x", "/query/cursor"],
    ["currency=SAR&minimum=5", "/query/minimum"],
  ])("refuses the query %j", async (query, pointer) => {
    const { status, body } = await admin.get(`/v1/admin/payables?${query}`);
    expect(status).toBe(422);
    expect(body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([pointer]);
  });

  test("can only be read by the platform", async () => {
    const businessId = await makeSeller("SAR", 1);
    const owner = books.as((await makeMember(db, businessId, "owner")).token);
    for (const format of ["json", "csv"]) {
      const url = `/v1/admin/payables?currency=SAR&format=${format}`;
      expect((await owner.get(url)).status).toBe(403);
      expect((await books.as().get(url)).status).toBe(401);
    }
  });
});

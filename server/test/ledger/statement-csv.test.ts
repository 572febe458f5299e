import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { allStatementLines } from "../../src/ledger/statement-lines.ts";
import { makeBusiness } from "../harness/businesses.ts";
import { makeMember, makePerson } from "../harness/people.ts";
import { asPlatform, earn, openBooks, post } from "./ground.ts";

const books = await openBooks();
const { db } = books;
const day = (date: string) => Date.parse(`${date}T12:00:00+03:00`);

async function makeSeller() {
  const { businessId } = await asPlatform(db, (tx) => makeBusiness(tx, "salon"));
  const { token } = await makeMember(db, businessId, "manager");
  const url = `/v1/manage/businesses/${businessId}/statement`;
  return { businessId, url, manager: books.as(token) };
}

async function fileAt(url: string, token = books.as()) {
  const { status, headers, body } = await token.get(url);
  return { status, headers, rows: String(body).trimEnd().split("\r\n") };
}

const amountsIn = (rows: readonly string[]) => rows.slice(1).map((row) => row.split(",")[3]);

test("a statement file has every line of the period between its two balances, and they add up", async () => {
  const { businessId, url, manager } = await makeSeller();
  await earn(db, businessId, { amount: 3_000, fee: 5 }, day("2026-10-31"));
  for (let n = 0; n < 120; n += 1) {
    await earn(db, businessId, { amount: 10_000, fee: 250 }, day("2026-11-10"));
  }
  await earn(db, businessId, { amount: 700 }, day("2026-12-01"));
  const { status, headers, rows } = await fileAt(
    `${url}?from=2026-11-01&to=2026-11-30&format=csv`,
    manager,
  );
  expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
  expect(headers.get("content-disposition")).toContain("statement-SAR-2026-11-01-2026-11-30.csv");
  expect(rows[0]).toBe("at,part,kind,amount,currency,orderId,bookingId,paymentId,refundId,memo");
  const [balance, ...below] = amountsIn(rows);
  expect(below).toHaveLength(241);
  expect(balance).toBe("11729.95");
  expect(below.at(-1)).toBe("29.95");
  expect(new Set(below.slice(0, -1))).toEqual(new Set(["100.00", "-2.50"]));
  const sum = below.reduce((total, amount) => total + Math.round(Number(amount) * 100), 0);
  expect(sum).toBe(1_172_995);
});

test.each([
  ["KWD", "1.234"],
  ["JPY", "1234"],
])("amounts in %s have the decimals of that currency", async (currency, words) => {
  const { businessId, url, manager } = await makeSeller();
  await earn(db, businessId, { amount: 1_234, currency }, day("2026-11-10"));
  const { rows } = await fileAt(`${url}?format=csv&currency=${currency}`, manager);
  expect(amountsIn(rows)).toEqual([words, words, currency === "JPY" ? "0" : "0.000"]);
});

test("a memo that looks like a spreadsheet formula is exported as text", async () => {
  const { businessId, url, manager } = await makeSeller();
  const to = { kind: "business_payable", businessId } as const;
  const transfers = [{ from: { kind: "write_off" } as const, to, amountMinor: 100 }];
  const memo = '=HYPERLINK("https://evil.example")';
  await post(db, { kind: "adjustment", key: newId(), currency: "SAR", memo, transfers });
  const { rows } = await fileAt(`${url}?format=csv`, manager);
  expect(rows[2]).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
});

test("the platform gets the same file for any business, and a page limit on a file is refused", async () => {
  const { businessId, manager, url } = await makeSeller();
  await earn(db, businessId, { amount: 5_000 }, day("2026-11-10"));
  const admin = books.as((await makePerson(db, { admin: true })).token);
  const theirs = await fileAt(`/v1/admin/businesses/${businessId}/statement?format=csv`, admin);
  expect(theirs.rows).toEqual((await fileAt(`${url}?format=csv`, manager)).rows);
  const { status, body } = await manager.get(`${url}?format=csv&limit=5`);
  expect([status, body.errors[0].pointer]).toEqual([422, "/query/limit"]);
});

test("a long file is read in batches and leaves no temporary file behind", async () => {
  const { businessId, url, manager } = await makeSeller();
  await earn(db, businessId, { amount: 100 }, day("2026-11-10"));
  await copyEntries(businessId, 2_499);
  const period = { timezone: "UTC", since: null, until: null };
  const sizes = await asPlatform(db, async (tx) => {
    const found: number[] = [];
    for await (const lines of allStatementLines(tx, { businessId, currency: "SAR", period })) {
      found.push(lines.length);
    }
    return found;
  });
  expect(sizes).toEqual([1_000, 1_000, 500]);
  const { rows } = await fileAt(`${url}?format=csv`, manager);
  expect(rows).toHaveLength(2_500 + 3);
  const left = (await readdir(tmpdir())).filter((name) => name.startsWith("holdfast-csv-"));
  expect(left).toEqual([]);
});

/** Copies a business's entries `times` times, as the owner of the database with every guard off. */
async function copyEntries(businessId: string, times: number): Promise<void> {
  await books.owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await sql`
      insert into ledger_entries select (jsonb_populate_record(e, jsonb_build_object('line', e.line + 10 * n))).*
      from ledger_entries e join ledger_accounts a on a.id = e.account_id cross join generate_series(1, ${times}) n
      where a.owner_id = ${businessId}`.execute(tx);
  });
}

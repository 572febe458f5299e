import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { Context } from "../../src/db/context.ts";
import { inRead } from "../../src/db/in-transaction.ts";
import { recordPayout } from "../../src/ledger/record-payout.ts";
import { makeBusiness } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { morning } from "../harness/test-app.ts";
import { asPlatform, at, earn, post, sar, topUp } from "./ground.ts";

/** Queries the database as the server does, without the server's own checks. */

const { db, owner } = await createTestDatabase();

const admin = await makePerson(db, { admin: true });
const ours = await makeParty();
const theirs = await makeParty();

/** A customer with a full wallet, and a business that earned, took cash and was paid out. */
async function makeParty() {
  const customer = await makePerson(db);
  await topUp(db, customer.id, sar(1_000));
  const { businessId } = await asPlatform(db, (tx) => makeBusiness(tx, "salon"));
  await earn(db, businessId, { amount: 5_000, fee: 100 });
  const till = { kind: "venue_cash", businessId } as const;
  const transfer = { from: till, to: { kind: "business_payable", businessId } as const };
  await post(db, {
    kind: "venue_payment",
    key: `payment:${businessId}:paid`,
    currency: "SAR",
    transfers: [{ ...transfer, amountMinor: 700 }],
  });
  const payout = { businessId, amount: sar(200), reference: "SARIE", paidBy: admin.id };
  await asPlatform(db, (tx) => recordPayout(tx, { ...payout, gateway: "moyasar" }, at));
  return { customerId: customer.id, businessId };
}

const who = { actor: "test", now: morning };
const customer: Context = { ...who, scope: "customer", userId: ours.customerId };
const member: Context = { ...who, scope: "member", businessId: ours.businessId };
const nobody: Context = { ...who, scope: "public" };
const lost: Context = { ...who, scope: "member" };
/** Another person, who is an administrator, in the scope of a customer. */
const other: Context = { ...who, scope: "customer", userId: admin.id };

/** Returns the accounts a context sees, directly and through the entries. */
async function accountsSeen(context: Context): Promise<string[][]> {
  const account = sql`a.kind || ' ' || coalesce(a.owner_id::text, '')`;
  return inRead(db, context, async (tx) => {
    const { rows: direct } = await sql<{ name: string }>`
      select ${account} as name from ledger_accounts a order by 1`.execute(tx);
    const { rows: through } = await sql<{ name: string }>`
      select distinct ${account} as name from ledger_entries e
      left join ledger_accounts a on a.id = e.account_id order by 1`.execute(tx);
    return [direct, through].map((rows) => rows.map(({ name }) => name));
  });
}

async function countsSeen(context: Context): Promise<Record<string, number>> {
  return inRead(db, context, async (tx) => {
    const { rows } = await sql<Record<string, number>>`
      select (select count(*) from ledger_transactions)::int as transactions,
        (select count(*) from ledger_entries)::int as entries,
        (select count(*) from payouts)::int as payouts`.execute(tx);
    return rows[0]!;
  });
}

describe("with the server's own checks left out, the database ensures that", () => {
  test("a customer sees only their own wallet and its entries", async () => {
    const wallet = [`customer_wallet ${ours.customerId}`];
    expect(await accountsSeen(customer)).toEqual([wallet, wallet]);
    expect(await countsSeen(customer)).toEqual({ transactions: 1, entries: 1, payouts: 0 });
  });

  test("a member sees only what their business earned, took and was paid", async () => {
    const own = [`business_payable ${ours.businessId}`, `venue_cash ${ours.businessId}`];
    expect(await accountsSeen(member)).toEqual([own, own]);
    // Earned, less a fee; both ends of the till; paid out.
    expect(await countsSeen(member)).toEqual({ transactions: 3, entries: 5, payouts: 1 });
  });

  test.each([
    ["a stranger", nobody],
    ["a member of nothing", lost],
    ["another person", other],
  ])("%s sees nothing", async (_who, context) => {
    expect(await accountsSeen(context)).toEqual([[], []]);
    expect(await countsSeen(context)).toEqual({ transactions: 0, entries: 0, payouts: 0 });
  });

  test("the platform sees everything", async () => {
    const [accounts] = await accountsSeen({ ...who, scope: "platform" });
    for (const { customerId, businessId } of [ours, theirs]) {
      expect(accounts).toContain(`customer_wallet ${customerId}`);
      expect(accounts).toContain(`business_payable ${businessId}`);
    }
    const all = await countsSeen({ ...who, scope: "platform" });
    expect(all).toEqual({ transactions: 8, entries: 20, payouts: 2 });
  });

  test("control: with row-level security off, everybody sees everything", async () => {
    const tables = ["ledger_accounts", "ledger_entries", "ledger_transactions", "payouts"];
    const all = await countsSeen({ ...who, scope: "platform" });
    for (const table of tables) {
      await sql`alter table ${sql.table(table)} disable row level security`.execute(owner);
    }
    try {
      expect(await countsSeen(customer)).toEqual(all);
      expect(await countsSeen(nobody)).toEqual(all);
    } finally {
      for (const table of tables) {
        await sql`alter table ${sql.table(table)} enable row level security`.execute(owner);
      }
    }
  });
});

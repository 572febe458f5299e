import { sql, type RawBuilder } from "kysely";
import { describe, expect, test } from "vitest";
import type { Context } from "../../src/db/context.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { sqlState } from "../../src/db/sql-error.ts";
import { morning } from "../harness/test-app.ts";
import { send } from "./estate.ts";
import { moyasarEvent } from "./operations/webhook-operations.ts";
import { openWorld } from "./world.ts";

/** Money rows read and written directly in the database, without the server's checks: payments, the ledger, the inbox. */

const { app, admin, ours, theirs } = await openWorld();
const { db, owner } = app;
await send(ours, "POST", "/webhooks/moyasar", moyasarEvent(), { by: {} });

const at = { now: morning, actor: "test" };
const salonId = ours.salon.businessId;
const platform: Context = { ...at, scope: "platform", userId: admin.id };
const ownCustomer: Context = { ...at, scope: "customer", userId: ours.customer.id };
const ownMember: Context = {
  ...at,
  scope: "member",
  businessId: salonId,
  userId: ours.manager.id,
};
const strangers: Record<string, Context> = {
  nobody: { ...at, scope: "public" },
  "a customer": { ...at, scope: "customer", userId: theirs.customer.id },
  "another owner as a customer": { ...at, scope: "customer", userId: theirs.owner.id },
  "a former manager": { ...at, scope: "customer", userId: ours.former.id },
  "a member of another business": {
    ...at,
    scope: "member",
    businessId: theirs.salon.businessId,
    userId: theirs.owner.id,
  },
  "a key of our owner's other business": {
    ...at,
    scope: "member",
    businessId: ours.venue.businessId,
  },
  "a member of nothing": { ...at, scope: "member" },
};

const REFUSED = "42501";
const { paymentId } = ours.paid;
const ofAccount = sql`account_id in (select id from ledger_accounts
  where owner_id in (${ours.customer.id}, ${salonId}))`;
const ofPosting = sql`payment_id = ${paymentId}`;

/** Which rows of each table are ours, and who besides the platform may see some of them. */
const tables: [table: string, ours: RawBuilder<unknown>, readers: Context[]][] = [
  ["payments", sql`id = ${paymentId}`, [ownCustomer, ownMember]],
  ["payment_events", ofPosting, [ownCustomer, ownMember]],
  ["ledger_accounts", sql`owner_id in (${ours.customer.id}, ${salonId})`, [ownCustomer, ownMember]],
  ["ledger_transactions", ofPosting, [ownCustomer, ownMember]],
  ["ledger_entries", ofAccount, [ownCustomer, ownMember]],
  ["webhook_inbox", sql`true`, []],
  ["payout_batches", sql`id = ${ours.payoutBatchId}`, []],
];

async function seen(context: Context, table: string, which: RawBuilder<unknown>): Promise<number> {
  const { rows } = await inTransaction(db, context, (tx) =>
    sql<{ count: number }>`
      select count(*)::int from ${sql.table(table)} where ${which}`.execute(tx),
  );
  return rows[0]!.count;
}

/** The SQLSTATE a write is refused with, or how many rows it changed; always undone. */
async function attempt(context: Context, write: RawBuilder<unknown>): Promise<number | string> {
  const undo = new Error("undo");
  let changed = 0;
  try {
    await inTransaction(db, context, async (tx) => {
      changed = Number((await write.execute(tx)).numAffectedRows ?? 0);
      throw undo;
    });
    return changed;
  } catch (error) {
    return error === undo ? changed : (sqlState(error) ?? String(error));
  }
}

describe.each(tables)("%s", (table, which, readers) => {
  test("are visible to their owners and the platform only", async () => {
    for (const context of [platform, ...readers]) {
      expect(await seen(context, table, which)).toBeGreaterThan(0);
    }
    const others = readers.length === 0 ? { ...strangers, ownCustomer, ownMember } : strangers;
    for (const [who, context] of Object.entries(others)) {
      expect(await seen(context, table, which), who).toBe(0);
    }
  });

  test("control: are visible to strangers when row-level security is off", async () => {
    await sql`alter table ${sql.table(table)} disable row level security`.execute(owner);
    try {
      // `which` reads the accounts, whose own policy still applies.
      const all = table === "ledger_entries" ? sql`true` : which;
      expect(await seen(strangers.nobody!, table, all)).toBeGreaterThan(0);
    } finally {
      await sql`alter table ${sql.table(table)} enable row level security`.execute(owner);
    }
  });

  test("cannot be written by owners or strangers", async () => {
    const row = JSON.stringify(await copyOf(table, which));
    const insert = sql`insert into ${sql.table(table)}
      select (jsonb_populate_record(null::${sql.table(table)}, ${row}::jsonb)).*`;
    const column = { payment_events: "seq", ledger_entries: "line" }[table] ?? "id";
    const touch = sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sql.ref(column)}
      where ${which}`;
    const remove = sql`delete from ${sql.table(table)} where ${which}`;
    const people = { ...strangers, ownCustomer, ownMember };
    for (const [who, context] of Object.entries(people)) {
      expect(await attempt(context, insert), who).toBe(REFUSED);
      expect([0, REFUSED], who).toContain(await attempt(context, touch));
      expect([0, REFUSED], who).toContain(await attempt(context, remove));
    }
  });
});

/** A copy of a row, read past every policy; a payment in its first status. */
async function copyOf(table: string, which: RawBuilder<unknown>): Promise<object> {
  const { rows } = await sql<{ row: object }>`
    select to_jsonb(t) as row from ${sql.table(table)} t where ${which} limit 1`.execute(owner);
  return { ...rows[0]!.row, ...(table === "payments" && { status: "initiated" }) };
}

test("only the platform can post to the ledger", async () => {
  const doc = JSON.stringify({
    id: crypto.randomUUID(),
    kind: "adjustment",
    key: "a gift",
    lines: [
      { kind: "write_off", amountMinor: -100, currency: "SAR" },
      { kind: "customer_wallet", ownerId: theirs.customer.id, amountMinor: 100, currency: "SAR" },
    ],
  });
  const post = sql`select post_ledger(${doc}::jsonb)`;
  for (const context of [ownCustomer, ownMember, ...Object.values(strangers)]) {
    expect(await attempt(context, post)).toBe(REFUSED);
  }
  expect(await attempt(platform, post)).not.toBe(REFUSED);
});

test("only the platform can change a business's fee", async () => {
  const change = sql`select set_business_fee(${salonId}::uuid, 0)`;
  for (const context of [ownMember, ...Object.values(strangers)]) {
    expect(await attempt(context, change)).toBe(REFUSED);
  }
});

test.each([
  ["payment_events", sql`update payment_events set actor = 'somebody else'`],
  ["ledger_transactions", sql`update ledger_transactions set memo = 'another'`],
  ["ledger_entries", sql`update ledger_entries set amount_minor = 1`],
  ["ledger_accounts", sql`update ledger_accounts set balance_minor = balance_minor + 1`],
  ["invoices", sql`update invoices set gross_minor = gross_minor`],
])("nobody can edit or delete %s", async (table, set) => {
  for (const write of [set, sql`delete from ${sql.table(table)}`]) {
    expect(await attempt(platform, write)).toMatch(/^(42501|HF004)$/);
    const past = await owner
      .transaction()
      .execute((tx) => write.execute(tx))
      .catch((error: unknown) => sqlState(error));
    expect(past).toBe("HF004");
  }
});

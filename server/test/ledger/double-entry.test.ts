import { sql, type RawBuilder } from "kysely";
import { describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { Db } from "../../src/db/connection.ts";
import { sqlState } from "../../src/db/sql-error.ts";
import { throughGate } from "../harness/gate.ts";
import { makePerson } from "../harness/people.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { weaken, without } from "../races/arena.ts";
import { asPlatform, at, balanceOf, brokenMoney, post, topUp } from "./ground.ts";

const guarded = await createTestDatabase({ poolSize: 12 });
const unbalanced = await createTestDatabase();
await without(
  unbalanced,
  "alter table ledger_transactions disable trigger ledger_balances",
  "alter table ledger_entries disable trigger ledger_entries_balance",
);
const repeating = await createTestDatabase({ poolSize: 12 });
await weaken(repeating, "post_ledger", "on conflict (key) do nothing", "");
await without(
  repeating,
  "alter table ledger_transactions drop constraint ledger_transactions_key_key",
);

const BALANCES = "every ledger transaction balances to zero in every currency";
const UNBALANCED = "HF010";
const FORBIDDEN = "42501";
const IMMUTABLE = "HF004";

interface Line {
  kind: string;
  amountMinor: number;
  currency: string;
}

/** Writes past postLedger, which always balances. */
async function write(db: Db, lines: readonly Line[]): Promise<string> {
  const key = newId();
  const doc = JSON.stringify({ id: newId(at), kind: "adjustment", key, lines });
  await asPlatform(db, (tx) => sql`select post_ledger(${doc}::jsonb)`.execute(tx));
  return key;
}

const stateOf = (work: Promise<unknown>) => work.then(() => undefined, sqlState);

async function isWritten(owner: Db, key: string): Promise<boolean> {
  const { rows } = await sql`select 1 from ledger_transactions where key = ${key}`.execute(owner);
  return rows.length > 0;
}

const line = (kind: string, amountMinor: number, currency = "SAR"): Line => ({
  kind,
  amountMinor,
  currency,
});
const crooked: [why: string, lines: Line[]][] = [
  ["debits less than it credits", [line("order_funds", -100), line("platform_fee", 101)]],
  ["has a single entry", [line("order_funds", -100)]],
  ["has no entries", []],
  [
    "balances across two currencies but in neither",
    [line("order_funds", -100, "SAR"), line("order_funds", 100, "KWD")],
  ],
];

describe("a ledger transaction", () => {
  test("that balances is written once per key", async () => {
    const transfer = { from: { kind: "order_funds" }, to: { kind: "write_off" } } as const;
    const transfers = [{ ...transfer, amountMinor: 700 }];
    const posting = { kind: "write_off", key: "once", currency: "SAR", transfers } as const;
    expect(await post(guarded.db, posting)).toBe(true);
    expect(await post(guarded.db, posting)).toBe(false);
    expect(await balanceOf(guarded.owner, "write_off")).toBe(700);
  });

  test.each(crooked)("that %s is refused at commit", async (_why, lines) => {
    expect(await stateOf(write(guarded.db, lines))).toBe(UNBALANCED);
    expect(await brokenMoney(guarded)).toEqual([]);
  });

  test.each(crooked)(
    "control: one that %s is written with the trigger off, and verify reports it",
    async (_why, lines) => {
      const key = await write(unbalanced.db, lines);
      expect(await isWritten(unbalanced.owner, key)).toBe(true);
      expect(await brokenMoney(unbalanced)).toContain(BALANCES);
      const forget = sql`delete from ledger_entries where transaction_id in (select id from ledger_transactions where key = ${key})`;
      const forgetAll = sql`delete from ledger_transactions where key = ${key}`;
      await asReplica(unbalanced.owner, forget, forgetAll);
      expect(await brokenMoney(unbalanced)).not.toContain(BALANCES);
    },
  );

  test("cannot be unbalanced later by adding an entry", async () => {
    const key = await write(guarded.db, [line("order_funds", -100), line("platform_fee", 100)]);
    const more = sql`
      insert into ledger_entries (transaction_id, line, account_id, amount_minor, currency)
      select t.id, 3, a.id, 5, 'SAR' from ledger_transactions t, ledger_accounts a
      where t.key = ${key} and a.kind = 'platform_fee'`;
    expect(await stateOf(more.execute(guarded.owner))).toBe(UNBALANCED);
  });

  test("can only be written in the platform scope", async () => {
    const doc = JSON.stringify({ id: newId(at), kind: "adjustment", key: newId(), lines: [] });
    expect(await stateOf(sql`select post_ledger(${doc}::jsonb)`.execute(guarded.db))).toBe(
      FORBIDDEN,
    );
  });
});

/** Runs statements with every trigger off, to clean up after a control. */
async function asReplica(owner: Db, ...statements: RawBuilder<unknown>[]): Promise<void> {
  await owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const statement of statements) await statement.execute(tx);
  });
}

describe("a written ledger", () => {
  const changes = [
    "update ledger_entries set amount_minor = amount_minor + 1",
    "update ledger_transactions set memo = 'another'",
    "update ledger_accounts set balance_minor = balance_minor + 1",
    "update ledger_accounts set owner_id = gen_random_uuid()",
    "delete from ledger_entries",
    "delete from ledger_transactions",
    "delete from ledger_accounts",
    "truncate ledger_entries",
    "truncate ledger_transactions cascade",
  ];

  test.each(changes)("cannot be changed by the server: %s", async (change) => {
    expect(await stateOf(asPlatform(guarded.db, (tx) => sql.raw(change).execute(tx)))).toBe(
      FORBIDDEN,
    );
  });

  test.each(changes)("cannot be changed by the database owner: %s", async (change) => {
    expect(await stateOf(sql.raw(change).execute(guarded.owner))).toBe(IMMUTABLE);
  });

  test("control: can be changed with the triggers off", async () => {
    const key = await write(guarded.db, [line("order_funds", -100), line("platform_fee", 100)]);
    const change = (memo: string) =>
      sql`update ledger_transactions set memo = ${memo} where key = ${key}`;
    await asReplica(guarded.owner, change("another"));
    const { rows } = await sql<{ memo: string }>`
      select memo from ledger_transactions where key = ${key}`.execute(guarded.owner);
    expect(rows).toEqual([{ memo: "another" }]);
  });
});

describe("currencies", () => {
  test.each([
    ["JPY", "no decimals", 1_500],
    ["SAR", "two decimals", 1_500_00],
    ["KWD", "three decimals", 1_500_000],
  ])("%s with %s is counted in its minor unit, in its own account", async (currency, _, amount) => {
    const { id: userId } = await makePerson(guarded.db);
    await topUp(guarded.db, userId, { amount, currency });
    await topUp(guarded.db, userId, { amount: 1, currency });
    const { rows } = await sql`
      select currency, balance_minor from ledger_accounts where owner_id = ${userId}`.execute(
      guarded.owner,
    );
    expect(rows).toEqual([{ currency, balance_minor: amount + 1 }]);
    expect(await brokenMoney(guarded)).toEqual([]);
  });

  test("an account refuses an entry in another currency", async () => {
    const stray = sql`
      insert into ledger_entries (transaction_id, line, account_id, amount_minor, currency)
      select t.id, 9, a.id, 5, 'USD' from ledger_transactions t, ledger_accounts a
      where t.key = 'once' and a.kind = 'write_off'`;
    expect(await stateOf(stray.execute(guarded.owner))).toBe(IMMUTABLE);
  });
});

describe("many posters of one key at once", () => {
  const POSTERS = 12;
  const transfer = { from: { kind: "order_funds" }, to: { kind: "write_off" } } as const;
  const posting = { kind: "write_off", key: "contested", currency: "SAR" } as const;
  const transfers = [{ ...transfer, amountMinor: 10 }];

  async function race({ db, url }: { db: Db; url: string }): Promise<number> {
    // The accounts exist already, so the posters contend for the key alone.
    await post(db, { ...posting, key: "before", transfers });
    const all = Array.from({ length: POSTERS }, () => () => post(db, { ...posting, transfers }));
    const gate = { url, contenders: POSTERS, tables: ["ledger_transactions"] };
    const posted = await throughGate(gate, () => Promise.all(all.map((one) => one())));
    return posted.filter(Boolean).length;
  }

  test("move the money once", async () => {
    expect(await race(guarded)).toBe(1);
    expect(await brokenMoney(guarded)).toEqual([]);
  });

  test("control: move the money every time when the key is not unique", async () => {
    expect(await race(repeating)).toBe(POSTERS);
    expect(await balanceOf(repeating.owner, "write_off")).toBe(10 * (POSTERS + 1));
  });
});

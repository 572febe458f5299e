import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "../../src/db/connection.ts";
import { moneyChecks } from "../../src/main/verify/money-checks.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { morning } from "../harness/test-app.ts";
import { makeMoney } from "./make-money.ts";

const { db, owner } = await createTestDatabase();
beforeAll(() => makeMoney(db, owner));

interface Found {
  title: string;
  checked: number;
  broken: number;
}

/** What the checks find after `damage`, done with every trigger off; it is undone afterwards. */
async function findingsAfter(damage: readonly string[]): Promise<Found[]> {
  const undo = new Error("undo");
  const found: Found[] = [];
  const look = async (tx: Tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const statement of damage) await sql.raw(statement).execute(tx);
    await sql`set local role holdfast_app`.execute(tx);
    for (const { title, query, scope = "platform" } of moneyChecks) {
      const context = JSON.stringify({ scope, actor: "system:verify", now: morning });
      await sql`select enter(${context}::jsonb)`.execute(tx);
      const { rows } = await sql<{ checked: number; broken: number }>`${sql.raw(query)}`.execute(
        tx,
      );
      found.push({ title, ...rows[0]! });
    }
    throw undo;
  };
  await owner
    .transaction()
    .execute(look)
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return found;
}

async function brokenBy(...damage: string[]): Promise<string[]> {
  return (await findingsAfter(damage)).filter(({ broken }) => broken > 0).map(({ title }) => title);
}

const forget = (key: string) => [
  `delete from ledger_entries where transaction_id in (select id from ledger_transactions where key like '${key}')`,
  `delete from ledger_transactions where key like '${key}'`,
];
/** Another row like one there is, under an id of its own. */
const copy = (table: string, which: string, changes: string) =>
  `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${changes}))).* from ${table} t where ${which}`;
const FRESH = "'idempotency_key', null, 'gateway_ref', null";
const another = "00000000-0000-7000-8000-000000000001";

/** The card payment of which nothing went back. */
const KEPT = `select p.id from payments p join payment_shares s on s.payment_id = p.id
  where p.gateway = 'moyasar' and s.refunded_minor = 0 and p.id <> '${another}'`;

/** What somebody could do to the database past every guard, and what says so. */
const damages: [found: string, ...damage: string[]][] = [
  [
    "the constraints that keep money whole are in force",
    "alter table ledger_accounts drop constraint wallet_never_below_zero",
  ],
  ["the constraints that keep money whole are in force", "drop index one_wallet_debit"],
  [
    "the triggers that guard the ledger, payments and refunds are switched on",
    "alter table ledger_entries disable trigger ledger_entries_append_only",
  ],
  [
    "every ledger transaction balances to zero in every currency",
    "update ledger_entries set amount_minor = amount_minor + 1 where line = 1 and amount_minor > 0",
    "update ledger_entries set amount_minor = amount_minor - 1 where line = 1 and amount_minor < 0",
  ],
  [
    "all accounts together are zero in every currency",
    "update ledger_entries set amount_minor = amount_minor + 1 where line = 2",
  ],
  [
    "every entry is in the currency of its account",
    "update ledger_accounts set currency = 'KWD' where kind = 'platform_fee'",
  ],
  [
    "every wallet holds the sum of its entries, and none is below zero",
    "update ledger_accounts set balance_minor = balance_minor + 1 where kind = 'customer_wallet'",
  ],
  [
    "the server may write the ledger through its one door alone",
    "grant insert on ledger_entries to holdfast_app",
  ],
  [
    "a stranger sees no payment, refund, payout or ledger row",
    "create policy leak on refunds for select to holdfast_app using (true)",
  ],
  [
    "refunds never exceed the part of a payment they are of",
    "update refunds set amount_minor = amount_minor + 100000 where status = 'requested'",
  ],
  [
    "refunds never exceed the part of a payment they are of",
    "update payment_shares set refunded_minor = 0",
  ],
  [
    "refunds that were paid never exceed what their payment took",
    "update payments set refunded_minor = 0 where status = 'partially_refunded'",
  ],
  [
    "no order has two debits of a wallet for one purpose",
    "drop index one_wallet_debit",
    copy("payments", "gateway = 'wallet' and status = 'paid'", `'id', '${another}', ${FRESH}`),
  ],
  [
    "no booking is charged twice: what was paid again went back, or is on its way",
    copy("payments", `id in (${KEPT})`, `'id', '${another}', ${FRESH}`),
    copy("payment_shares", `payment_id in (${KEPT})`, `'payment_id', '${another}'`),
  ],
  [
    "what a page took besides is as much again, and goes back in full or fills a wallet",
    `update payments set duplicate_of = id where id in (${KEPT})`,
  ],
  [
    "whatever is paid for stands, waits for the business, or its money goes back",
    "update payment_shares set earned_at = null",
  ],
  [
    "whatever is paid for stands, waits for the business, or its money goes back",
    "alter table bookings drop constraint booking_stamped",
    "update bookings set confirmed_at = null",
  ],
  ["every payment that was taken is in the ledger, with its amount", ...forget("payment:%:paid")],
  [
    "every payment that was taken is in the ledger, with its amount",
    "update payments set captured_minor = captured_minor - 1 where status = 'paid'",
  ],
  [
    "no payment is in the ledger that was not taken, or put aside in a wallet",
    "alter table payments drop constraint payment_stamped",
    "update payments set status = 'failed' where gateway = 'moyasar'",
  ],
  [
    "what a wallet put aside for a payment that came to nothing is back in it",
    ...forget("payment:%:released"),
  ],
  [
    "what a wallet put aside for a payment that came to nothing is back in it",
    "update payments set status = 'paid', paid_at = now() where gateway = 'wallet'",
  ],
  [
    "every part of a payment that a business earned is in the ledger, with its fee",
    ...forget("share:%:earned"),
  ],
  [
    "every part of a payment that a business earned is in the ledger, with its fee",
    "update payment_shares set fee_minor = fee_minor + 1",
  ],
  [
    "no more is kept of a booking that ended than was agreed, or the rest is on its way",
    "update payment_shares set refunded_minor = 0",
  ],
  [
    "what lies there for an order is what nobody has earned yet, and nobody was promised back",
    ...forget("share:%:earned"),
  ],
  [
    "what lies there for an order is what nobody has earned yet, and nobody was promised back",
    "update payment_shares set earned_at = null",
  ],
  [
    "every refund is in the ledger: when it was promised, and when it was paid",
    ...forget("refund:%:requested"),
  ],
  [
    "every refund is in the ledger: when it was promised, and when it was paid",
    ...forget("refund:%:paid"),
  ],
  [
    "every refund is in the ledger: when it was promised, and when it was paid",
    "alter table refunds drop constraint refund_stamped",
    "update refunds set status = 'succeeded'",
  ],
  [
    "what is owed in refunds is what was promised and not yet paid",
    "delete from refunds where status = 'requested'",
  ],
  [
    "whatever was put into a wallet is a top-up, a part of its own that came back, or a refund",
    `insert into ledger_transactions (id, kind, key, actor) values ('${another}', 'adjustment', 'a gift', 'somebody')`,
    `insert into ledger_entries (transaction_id, line, account_id, amount_minor, currency)
      select '${another}', 1, id, 100, currency from ledger_accounts where kind = 'customer_wallet'`,
  ],
  [
    "whatever was put into a wallet is a top-up, a part of its own that came back, or a refund",
    "update payments set captured_minor = captured_minor - 1 where purpose = 'top_up'",
  ],
  [
    "whatever was put into a wallet is a top-up, a part of its own that came back, or a refund",
    "update payments set gateway = 'venue' where id in (select payment_id from refunds where destination = 'wallet')",
  ],
  [
    "every refund goes back where its money came from, or to the wallet of whoever paid by card",
    "update payments set gateway = 'venue' where id in (select payment_id from refunds where destination = 'wallet')",
  ],
  [
    "every refund goes back where its money came from, or to the wallet of whoever paid by card",
    "update refunds set destination = 'source' where destination = 'wallet'",
  ],
  ["every payout is in the ledger, with its amount", "update payouts set amount_minor = 1"],
  [
    "every payout batch is the sum of its payouts",
    "delete from payouts where batch_id is not null",
  ],
  [
    "every payout batch is the sum of its payouts",
    "update payout_batches set amount_minor = amount_minor + 1",
  ],
  [
    "every payout batch is the sum of its payouts",
    "update payouts set currency = 'KWD' where batch_id is not null",
  ],
  [
    "every payout batch is the sum of its payouts",
    "update payouts set batch_id = (select id from payout_batches)",
  ],
  [
    "every recorded move of a payment is in the table of moves",
    "update payment_events set to_status = 'voided' where to_status = 'paid'",
  ],
  [
    "every move of a payment begins where the one before it ended, and the last is the status",
    "update payment_events set from_status = 'authorized' where from_status = 'initiated'",
  ],
  [
    "every move of a payment begins where the one before it ended, and the last is the status",
    "alter table payments drop constraint payment_stamped",
    "update payments set status = 'refunded' where status = 'paid'",
  ],
  [
    "the events of every payment begin with its first version, and the last says what it is now",
    "delete from payment_events where seq = 1",
  ],
  [
    "the events of every payment begin with its first version, and the last says what it is now",
    "update payments set alarm = 'nobody wrote an event of it'",
  ],
];

describe("the checks of money", () => {
  test("find nothing wrong with money that went its proper ways, and each looks at some of it", async () => {
    const found = await findingsAfter([]);
    expect(found.filter(({ broken }) => broken > 0)).toEqual([]);
    expect(found.filter(({ checked }) => checked === 0)).toEqual([]);
  });

  test.each(damages)("notice that it is not so that %s, after: %s", async (title, ...damage) => {
    expect(await brokenBy(...damage)).toContain(title);
  });

  test("are each shown to fail by one of the damages above", () => {
    const shown = new Set(damages.map(([title]) => title));
    expect(moneyChecks.map(({ title }) => title).filter((title) => !shown.has(title))).toEqual([]);
  });

  test("leave money alone that is still being worked on", async () => {
    const title = "whatever is paid for stands, waits for the business, or its money goes back";
    const unearned = "update payment_shares set earned_at = null";
    expect(await brokenBy(unearned)).toContain(title);
    const telling = (field: string, column: string) =>
      `insert into outbox (topic, payload)
       select 'test', jsonb_build_object('${field}', ${column}) from payment_shares`;
    expect(await brokenBy(unearned, telling("paymentId", "payment_id"))).not.toContain(title);
    expect(await brokenBy(unearned, telling("bookingId", "booking_id"))).not.toContain(title);
    const done = "update outbox set done_at = now()";
    expect(await brokenBy(unearned, telling("bookingId", "booking_id"), done)).toContain(title);
  });
});

import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";
import type { ShareKey } from "../../src/payment/earned-shares.ts";
import { invoiceChecks } from "../../src/main/verify/invoice-checks.ts";
import { asPlatform, book, earn, pay, refund, register, tell } from "./ground.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;

let salon: Salon;

/** Returns the broken invoice checks. Other checks are left out: these payments are in no ledger. */
async function broken(): Promise<string[]> {
  const results = await runChecks(db, instantText(clock.now()), () => undefined);
  const own = new Set(invoiceChecks.map(({ title }) => title));
  expect(results.filter(({ title }) => own.has(title))).toHaveLength(own.size);
  return results.filter((one) => one.broken > 0 && own.has(one.title)).map(({ title }) => title);
}

/** Runs a statement past every guard, as only the owner can, returns the broken checks and rolls back. */
async function sabotage(statement: string): Promise<string[]> {
  const undo = new Error("undo");
  let found: string[] = [];
  const attempt = owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    const { numAffectedRows } = await sql.raw(statement).execute(tx);
    if (!numAffectedRows && !statement.startsWith("alter")) throw new Error("nothing was spoilt");
    for (const { title, query } of invoiceChecks) {
      const { rows } = await sql<{ broken: number }>`${sql.raw(query)}`.execute(tx);
      if (rows[0]!.broken > 0) found = [...found, title];
    }
    throw undo;
  });
  await expect(attempt).rejects.toBe(undo);
  return found;
}

async function pays(amount = 10_000, more: { earned?: boolean } = {}): Promise<ShareKey> {
  const customer = app.as((await makePerson(db)).token);
  const booked = await book(customer, [haircut(salon, "2026-11-24T10:00:00+03:00")]);
  return pay(app, booked, amount, more);
}

beforeEach(async () => {
  salon = await makeSalon(db, { staff: 9 });
  await register(app, salon.businessId);
});

const [triggers, numbers, sums, invoices, notes, within, paid, given, agreed] = invoiceChecks.map(
  ({ title }) => title,
);
const uncredited = `delete from invoices i where kind = 'invoice'
  and not exists (select from invoices c where c.original_id = i.id)`;

test("all invoice checks pass while documents are pending, once they are issued, and for unearned payments", async () => {
  const share = await pays();
  await pays(10_000, { earned: false });
  expect(await broken()).toEqual([]);
  await tell(app);
  await refund(app, share, 4_000);
  expect(await broken()).toEqual([]);
  await tell(app);
  await refund(app, share, 6_000);
  await tell(app);
  expect(await broken()).toEqual([]);
});

test("all invoice checks pass at every step for a share that was refunded before it was earned", async () => {
  const share = await pays(10_000, { earned: false });
  await refund(app, share, 2_000);
  await tell(app);
  expect(await broken()).toEqual([]);
  await asPlatform(app, (tx) => earn(tx, share));
  expect(await broken()).toEqual([]);
  await tell(app);
  expect(await broken()).toEqual([]);
});

describe("an invoice check fails after", () => {
  beforeEach(async () => {
    const share = await pays();
    await pays();
    await tell(app);
    await refund(app, share, 4_000);
    await tell(app);
  });

  test.each([
    ["alter table invoices disable trigger invoices_append_only", [triggers]],
    ["update invoices set number = number + 10 where kind = 'credit_note'", [numbers]],
    ["update invoice_counters set last = last + 1", [numbers]],
    ["update invoices set number = 3 where number = 2", [numbers]],
    [uncredited, [numbers, invoices]],
    ["update invoices set lines = '[]'", [sums]],
    ["update invoices set lines = lines || lines", [sums, paid, given, agreed]],
    ["delete from invoices where kind = 'credit_note'", [numbers, notes]],
    ["update payment_shares set amount_minor = amount_minor + 1", [invoices]],
    ["update refunds set amount_minor = amount_minor + 1", [notes]],
    [
      "update invoices set gross_minor = 20000, net_minor = 20000 - vat_minor where kind = 'credit_note'",
      [sums, notes, within],
    ],
  ])("%s", async (statement, found) => {
    expect(await sabotage(statement)).toEqual(found);
  });

  test("an invoice check fails when the event that would issue the invoice has failed for good", async () => {
    await pays();
    expect(await sabotage("update outbox set failed_at = now() where done_at is null")).toEqual([
      invoices,
    ]);
    await tell(app);
  });
});

import { sql } from "kysely";
import { expect, test } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { issueInvoice, issueInvoices } from "../../src/invoice/issue-invoice.ts";
import type { ShareKey } from "../../src/payment/earned-shares.ts";
import { invoiceChecks } from "../../src/main/verify/invoice-checks.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { sqlState } from "../../src/db/sql-error.ts";
import { makeVenue } from "../harness/businesses.ts";
import { throughGate } from "../harness/gate.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp, type TestApp } from "../harness/test-app.ts";
import { rig } from "../flows/wants.ts";
import { weaken, without } from "../races/arena.ts";
import { asPlatform, book, documentsOf, pay, refund, credit } from "./ground.ts";

/** How many invoices are issued at once, each on a connection of its own. */
const AT_ONCE = 50;
const BACKENDS = { poolSize: AT_ONCE };

type Ground = TestApp & { clock: ReturnType<typeof standingClock> };

const guarded = await startTestApp({ clock: standingClock(), ...BACKENDS });
const unguarded = await startTestApp({ clock: standingClock(), ...BACKENDS });

/** Takes the next number by a plain read instead of a lock: all who read at once see the same number. */
await weaken(
  unguarded,
  "number_invoice",
  `insert into invoice_counters as c (business_id, kind, last) values (new.business_id, new.kind, 1)
  on conflict (business_id, kind) do update set last = c.last + 1
  returning c.last into new.number;`,
  `select 1 + coalesce(max(i.number), 0) into new.number from invoices i
  where i.business_id = new.business_id and i.kind = new.kind;`,
);

/** Makes `count` earned shares of one business, none invoiced. */
async function earnedShares(app: Ground, count = AT_ONCE): Promise<ShareKey[]> {
  const venue = await makeVenue(app.db, { units: count });
  const customer = app.as((await makePerson(app.db)).token);
  const shares: ShareKey[] = [];
  for (let n = 0; n < count; n += 1) {
    const booked = await book(customer, [rig(venue, "2026-11-24T18:00:00+03:00")]);
    shares.push(await pay(app, booked, 5_000));
  }
  return shares;
}

/** Issues invoices for all shares at once: none is written before all are ready to write. */
async function issueAtOnce(app: Ground, shares: readonly ShareKey[]) {
  return throughGate({ url: app.url, contenders: shares.length, tables: ["invoices"] }, () =>
    Promise.allSettled(shares.map((share) => issueOnce(app, share))),
  );
}

function issueOnce({ db, clock }: Ground, share: ShareKey) {
  const now = instantText(clock.now());
  const context = { scope: "platform", actor: "system:test", now } as const;
  return inTransaction(db, context, (tx) => issueInvoice(tx, share, clock.now()));
}

function numbersOf(results: readonly PromiseSettledResult<{ number: number }>[]): number[] {
  return results
    .flatMap((one) => (one.status === "fulfilled" ? [one.value.number] : []))
    .toSorted((a, b) => a - b);
}

const oneToFifty = Array.from({ length: AT_ONCE }, (_, index) => index + 1);

test("fifty invoices issued at once are numbered 1 to 50 without gaps or repeats", async () => {
  const results = await issueAtOnce(guarded, await earnedShares(guarded));
  expect(numbersOf(results)).toEqual(oneToFifty);
});

test("control: with the lock on the counter off, invoices issued at once collide", async () => {
  const shares = await earnedShares(unguarded);
  const results = await issueAtOnce(unguarded, shares);
  expect(numbersOf(results).length).toBeLessThan(AT_ONCE);
  const refusals = results.flatMap((one) =>
    one.status === "rejected" ? [sqlState(one.reason)] : [],
  );
  expect(new Set(refusals)).toEqual(new Set(["23505"]));
});

test("control: with the lock and the constraint off, a number is used several times, and verify reports it", async () => {
  await without(unguarded, "alter table invoices drop constraint invoice_number_once");
  const results = await issueAtOnce(unguarded, await earnedShares(unguarded));
  const numbers = numbersOf(results);
  expect(numbers).toHaveLength(AT_ONCE);
  expect(new Set(numbers).size).toBeLessThan(AT_ONCE);
  const check = invoiceChecks.find(({ title }) => title.includes("without a gap"))!;
  const { rows } = await sql<{ broken: number }>`${sql.raw(check.query)}`.execute(unguarded.owner);
  expect(rows[0]!.broken).toBeGreaterThan(0);
});

test("invoices issued in batches and one by one at once have no gap, and one each", async () => {
  const shares = await earnedShares(guarded);
  const inBatch = () => asPlatform(guarded, (tx) => issueInvoices(tx, shares, guarded.clock.now()));
  await throughGate({ url: guarded.url, contenders: 13, tables: ["payment_shares"] }, () =>
    Promise.all([
      ...[1, 2, 3].map(inBatch),
      ...shares.slice(0, 10).map((share) => issueOnce(guarded, share)),
    ]),
  );
  // Those that were locked meanwhile.
  await inBatch();
  const documents = await documentsOf(guarded, shares[0]!.businessId);
  expect(documents.map(({ number }) => number)).toEqual(oneToFifty);
});

test("fifty attempts to issue one share's invoice at once make one invoice, and all get its number", async () => {
  const [share] = (await earnedShares(guarded, 1)) as [ShareKey];
  const results = await throughGate(
    { url: guarded.url, contenders: AT_ONCE, tables: ["payment_shares"] },
    () => Promise.allSettled(oneToFifty.map(() => issueOnce(guarded, share))),
  );
  expect(numbersOf(results)).toEqual(oneToFifty.map(() => 1));
  expect(await documentsOf(guarded, share.businessId)).toHaveLength(1);
});

test("a transaction that rolls back releases its number to the one waiting for it", async () => {
  const [first, second] = (await earnedShares(guarded, 2)) as [ShareKey, ShareKey];
  const drawn = Promise.withResolvers<void>();
  const undo = Promise.withResolvers<void>();
  const undone = asPlatform(guarded, async (tx) => {
    await issueInvoice(tx, first, guarded.clock.now());
    drawn.resolve();
    await undo.promise;
    throw new Error("undone");
  });
  await drawn.promise;
  const waiting = issueOnce(guarded, second);
  undo.resolve();
  await expect(undone).rejects.toThrow("undone");
  expect((await waiting).number).toBe(1);
  expect((await issueOnce(guarded, first)).number).toBe(2);
});

test("ten refunds of one share credited at once return exactly its VAT", async () => {
  const [share] = (await earnedShares(guarded, 1)) as [ShareKey];
  await asPlatform(guarded, (tx) =>
    sql`insert into tax_settings (business_id, seller_name_ar, seller_name_en, vat_number)
      values (${share.businessId}, 'ا', 'A', '310122393500003')`.execute(tx),
  );
  const ids: string[] = [];
  for (let n = 0; n < 10; n += 1) ids.push(await refund(guarded, share, 500));
  await throughGate({ url: guarded.url, contenders: 10, tables: ["payment_shares"] }, () =>
    Promise.all(ids.map((id) => credit(guarded, share.businessId, id))),
  );
  const [invoice, ...notes] = await documentsOf(guarded, share.businessId);
  expect(notes.map(({ number }) => number)).toEqual(oneToFifty.slice(0, 10));
  expect(notes.reduce((sum, note) => sum + note.vat_minor, 0)).toBe(invoice!.vat_minor);
});

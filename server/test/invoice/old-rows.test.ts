import { readFile } from "node:fs/promises";
import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { instantText } from "../../src/base/time.ts";
import type { ShareKey } from "../../src/payment/earned-shares.ts";
import { allocationChecks } from "../../src/main/verify/allocation-checks.ts";
import { invoiceChecks } from "../../src/main/verify/invoice-checks.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { haircut } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { book, documentsOf, pay, refund, register, tell } from "./ground.ts";

/** Rows from before payments were allocated to items. */

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;

let salon: Salon;
let customer: Caller;
let share: ShareKey;

/** Two services at 100.00, paid and invoiced. */
beforeEach(async () => {
  salon = await makeSalon(db, { staff: 3 });
  await register(app, salon.businessId);
  customer = app.as((await makePerson(db)).token);
  const items = ["10:00", "11:00"].map((time) => haircut(salon, `2026-11-24T${time}:00+03:00`));
  share = await pay(app, await book(customer, items), 20_000);
  await tell(app);
});

/** As the owner of the database, past every guard. */
async function write(...statements: string[]): Promise<void> {
  await owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const statement of statements) await sql.raw(statement).execute(tx);
  });
}

async function broken(): Promise<string[]> {
  const results = await runChecks(db, instantText(clock.now()), () => undefined);
  const own = new Set([...invoiceChecks, ...allocationChecks].map(({ title }) => title));
  return results.filter((one) => one.broken > 0 && own.has(one.title)).map(({ title }) => title);
}

const WITHOUT_ITEMS = "every refund is allocated to items in full";

/** Runs one statement of the migration that completes old rows. */
async function migrate(statement: RegExp): Promise<void> {
  const file = new URL("../../migrations/0027_documents_by_item.sql", import.meta.url);
  await sql.raw(statement.exec(await readFile(file, "utf8"))![0]).execute(owner);
}

test("old refunds are given items that add up to each refund and to each item's refunded amount", async () => {
  for (const amount of [3_333, 5_000, 1_667]) await refund(app, share, amount);
  await write(`delete from refund_items where business_id = '${salon.businessId}'`);
  expect(await broken()).toContain(WITHOUT_ITEMS);
  await refund(app, share, 4_000);
  await migrate(/with given as[^;]+;/);
  await tell(app);
  const { rows } = await sql<{ refunded: number; given: number }>`
    select s.refunded_minor::int as refunded, (select sum(x.amount_minor)::int from refund_items x
      where x.business_id = s.business_id and x.item_id = s.item_id) as given
    from payment_share_items s where s.business_id = ${salon.businessId}`.execute(owner);
  expect(rows.map(({ refunded }) => refunded)).toEqual(rows.map(({ given }) => given));
  expect(rows.reduce((sum, { given }) => sum + given, 0)).toBe(14_000);
  expect(await broken()).toEqual([]);
});

test("an old fee is put on the first item of its booking, and fees already on items stay", async () => {
  const { businessId, bookingId } = share;
  await write(
    `update bookings set fee_minor = 2500 where id = '${bookingId}'`,
    `update booking_items set fee_kept_minor = 1000 where booking_id = '${bookingId}'
      and position = (select max(position) from booking_items where booking_id = '${bookingId}')`,
  );
  await migrate(/do \$\$.*end \$\$;/s);
  await migrate(/do \$\$.*end \$\$;/s);
  const { rows } = await sql<{ fee: number }>`
    select fee_kept_minor::int as fee from booking_items where business_id = ${businessId} order by position`.execute(
    owner,
  );
  expect(rows.map(({ fee }) => fee)).toEqual([1_500, 1_000]);
  await write(
    `update bookings set fee_minor = 0 where id = '${bookingId}'`,
    `update booking_items set fee_kept_minor = 0 where booking_id = '${bookingId}'`,
  );
});

describe("an invoice from an early release", () => {
  beforeEach(() =>
    write(`update invoices set lines = (
      select jsonb_agg(line - 'itemId' - 'rateBasisPoints' - 'vatMinor') from jsonb_array_elements(lines) line)
      where business_id = '${salon.businessId}'`),
  );

  test("is credited in proportion, at its rate, and shows the VAT of its lines", async () => {
    await refund(app, share, 5_000);
    await write(`delete from refund_items where business_id = '${salon.businessId}'`);
    await tell(app);
    const [, note] = await documentsOf(app, salon.businessId);
    expect(note).toMatchObject({ gross_minor: 5_000, vat_minor: 652, rate_basis_points: 1_500 });
    expect(note!.lines.map(({ amountMinor }) => amountMinor)).toEqual([2_500, 2_500]);
    await refund(app, share, 15_000);
    await tell(app);
    const all = await documentsOf(app, salon.businessId);
    expect(all.map((one) => one.vat_minor)).toEqual([2_609, 652, 1_957]);
    const { body } = await customer.get("/v1/invoices?kind=invoice");
    const vats = body.items[0].lines.map((line: { vat: { amount: number } }) => line.vat.amount);
    expect(vats[0] + vats[1]).toBe(2_609);
    expect((await broken()).filter((title) => title !== WITHOUT_ITEMS)).toEqual([]);
  });

  test("is not corrected, whatever was allocated later", async () => {
    await write(`update payment_share_items set amount_minor = case when item_id = (
        select min(x.item_id::text)::uuid from payment_share_items x where x.business_id = '${salon.businessId}')
        then amount_minor + 1000 else amount_minor - 1000 end
      where business_id = '${salon.businessId}'`);
    await refund(app, share, 20_000);
    await tell(app);
    const all = await documentsOf(app, salon.businessId);
    expect(all.map(({ kind, gross_minor }) => [kind, gross_minor])).toEqual([
      ["invoice", 20_000],
      ["credit_note", 20_000],
    ]);
  });
});

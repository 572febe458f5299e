import { sql, type RawBuilder } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { instantText } from "../../src/base/time.ts";
import type { Context } from "../../src/db/context.ts";
import type { Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { sqlState, type SqlError } from "../../src/db/sql-error.ts";
import type { ShareKey } from "../../src/payment/earned-shares.ts";
import { makeSalon } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";
import { asPlatform, book, credit, documentsOf, issue, pay, refund, register } from "./ground.ts";

/** Writes to the database directly, without the commands. */

const app = await startTestApp({ clock: standingClock() });
const { db, owner } = app;

let share: ShareKey;
let invoiceId: string;

beforeAll(async () => {
  const salon = await makeSalon(db, { staff: 5 });
  await register(app, salon.businessId);
  const customer = app.as((await makePerson(db)).token);
  const paid = async () => {
    const booked = await book(customer, [haircut(salon, "2026-11-24T10:00:00+03:00")]);
    const key = await pay(app, booked, 10_000);
    const { body } = await customer.get(`/v1/bookings/${booked.bookingId}`);
    itemIds.set(key, body.items[0].id);
    return key;
  };
  share = await paid();
  invoiceId = (await issue(app, share)).id;
  other = await paid();
});
/** The item that each share paid for. */
const itemIds = new Map<ShareKey, string>();
/** Earned, and not invoiced. */
let other: ShareKey;

/** Returns the insert of an invoice as a foreign script would write it. */
function insertion(key: ShareKey, more: Record<string, unknown> = {}): RawBuilder<unknown> {
  const row = {
    business_id: key.businessId,
    id: newId(),
    kind: "invoice",
    number: 77,
    payment_id: key.paymentId,
    booking_id: key.bookingId,
    buyer_name: "",
    currency: "SAR",
    net_minor: 8_696,
    vat_minor: 1_304,
    gross_minor: 10_000,
    rate_basis_points: 1_500,
    lines: [{ itemId: itemIds.get(key), amountMinor: more["gross_minor"] ?? 10_000 }],
    seller: {},
    issued_at: instantText(app.clock.now()),
    ...more,
  };
  return sql`insert into invoices select * from jsonb_populate_record(null::invoices, ${JSON.stringify(row)}::jsonb)`;
}

/** Returns the error code and the constraint with which the database refuses. */
async function refusalOf(run: (tx: Tx) => Promise<unknown>, context?: Context) {
  const attempt = context ? inTransaction(db, context, run) : asPlatform(app, run);
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown as SqlError,
  );
  return error && [sqlState(error), error.constraint].filter(Boolean).join(" ");
}

async function stored() {
  const { rows } = await sql`
    select (select count(*)::int from invoices) as documents,
      (select jsonb_object_agg(kind, last) from invoice_counters) as counters`.execute(owner);
  return rows[0];
}

describe("an issued invoice", () => {
  test.each([
    ["edited", sql`update invoices set buyer_name = 'somebody else'`],
    ["removed", sql`delete from invoices`],
    ["emptied", sql`truncate invoices`],
  ])("cannot be %s, even by the database owner", async (_, write) => {
    await expect(write.execute(owner)).rejects.toMatchObject({ code: "HF004" });
    expect(await refusalOf((tx) => write.execute(tx))).toBe("42501");
  });

  test("cannot be issued a second time for its share, and the number is released", async () => {
    const before = await stored();
    const again = (tx: Tx) => insertion(share).execute(tx);
    expect(await refusalOf(again)).toBe("23505 one_invoice_per_share");
    expect(await stored()).toEqual(before);
  });
});

describe("an invoice number", () => {
  test("is the next one, whatever the insert says", async () => {
    const undo = new Error("undo");
    const attempt = asPlatform(app, async (tx) => {
      const { rows } = await sql`${insertion(other)} returning number`.execute(tx);
      expect(rows).toEqual([{ number: 2 }]);
      throw undo;
    });
    await expect(attempt).rejects.toBe(undo);
    expect((await issue(app, other)).number).toBe(2);
  });

  test("that was drawn but not used fails the commit", async () => {
    const before = await stored();
    const quiet = (tx: Tx) => sql`${insertion(share)} on conflict do nothing`.execute(tx);
    expect(await refusalOf(quiet)).toBe("HF004 invoice_numbers_without_gap");
    expect(await stored()).toEqual(before);
  });

  test("cannot be set by the server", async () => {
    for (const write of [
      sql`update invoice_counters set last = 7`,
      sql`delete from invoice_counters`,
      sql`insert into invoice_counters values (${share.businessId}, 'credit_note', 1)`,
    ]) {
      expect(await refusalOf((tx) => write.execute(tx))).toBe("42501");
    }
    await expect(sql`delete from invoice_counters`.execute(owner)).rejects.toMatchObject({
      code: "HF004",
    });
  });
});

describe("an inconsistent invoice is refused:", () => {
  test.each([
    [{ vat_minor: 1_305 }, "23514 net_and_vat_are_gross"],
    [{ gross_minor: 0, net_minor: 0, vat_minor: 0 }, "23514 invoices_gross_minor_check"],
    [{ net_minor: 10_001, vat_minor: -1 }, "23514 invoices_vat_minor_check"],
    [{ kind: "credit_note" }, "23514 credit_note_names_both"],
    [{ kind: "receipt" }, "23514 invoice_counters_kind_check"],
    [{ lines: [] }, "HF004 lines_are_the_total"],
    [{ lines: [{ amountMinor: 9_999 }] }, "HF004 lines_are_the_total"],
    [{ payment_id: newId() }, "23503 invoices_business_id_payment_id_booking_id_fkey"],
  ])("%j", async (wrong, refusal) => {
    const before = await stored();
    expect(await refusalOf((tx) => insertion(share, wrong).execute(tx))).toBe(refusal);
    expect(await stored()).toEqual(before);
  });
});

describe("a credit note", () => {
  const credits = (refundId: string, more: Record<string, unknown> = {}) => {
    const part = { net_minor: 3_478, vat_minor: 522, gross_minor: 4_000 };
    const about = { kind: "credit_note", refund_id: refundId, original_id: invoiceId };
    return (tx: Tx) => insertion(share, { ...part, ...about, ...more }).execute(tx);
  };

  test("is issued once per refund, for its own invoice, at its rate and within its total", async () => {
    const refundId = await refund(app, share, 4_000);
    const anothers = { payment_id: other.paymentId, booking_id: other.bookingId };
    expect(await refusalOf(credits(refundId, anothers))).toBe("23503 credits_its_invoice");
    expect(await refusalOf(credits(refundId, { rate_basis_points: 500 }))).toBe(
      "HF004 credits_within_invoice",
    );
    const tooMuch = { gross_minor: 10_001, net_minor: 8_697 + 782, vat_minor: 522 };
    expect(await refusalOf(credits(refundId, tooMuch))).toBe("HF004 credits_within_invoice");
    expect(await credit(app, share.businessId, refundId)).toMatchObject({ number: 1 });
    expect(await refusalOf(credits(refundId))).toBe("23505 one_credit_note_per_refund");
    // 4000 are credited: 6001 more would be beyond the total.
    const rest = await refund(app, share, 6_000);
    const beyond = { gross_minor: 6_001, net_minor: 5_218, vat_minor: 783 };
    expect(await refusalOf(credits(rest, beyond))).toBe("HF004 credits_within_invoice");
    expect(await credit(app, share.businessId, rest)).toMatchObject({ number: 2 });
    const notes = await documentsOf(app, share.businessId);
    expect(notes.filter(({ kind }) => kind === "credit_note")).toHaveLength(2);
  });
});

test("only the platform can write invoices", async () => {
  const at = { actor: "test", now: instantText(app.clock.now()) };
  const contexts: Context[] = [
    { ...at, scope: "public" },
    { ...at, scope: "customer", userId: newId() },
    { ...at, scope: "member", businessId: share.businessId },
  ];
  for (const context of contexts) {
    expect(await refusalOf((tx) => insertion(other).execute(tx), context)).toBe("42501");
  }
});

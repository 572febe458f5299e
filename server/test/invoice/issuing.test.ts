import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson, type Person } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";
import {
  asPlatform,
  book,
  credit,
  documentsOf,
  drainOnce,
  earn,
  issue,
  pay,
  refund,
  register,
  tell,
} from "./ground.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;

let salon: Salon;
let person: Person;
let customer: Caller;

beforeEach(async () => {
  clock.set(morning);
  salon = await makeSalon(db, { terms: { payment_terms: "deposit" } });
  person = await makePerson(db);
  customer = app.as(person.token);
});

const day = "2026-11-24";
/** Two services at 100.00, one after the other. */
const bookTwo = () =>
  book(customer, [
    haircut(salon, `${day}T10:00:00+03:00`),
    haircut(salon, `${day}T10:30:00+03:00`),
  ]);

async function invoiced(amountMinor = 20_000) {
  const share = await pay(app, await bookTwo(), amountMinor);
  const { id } = await issue(app, share);
  const [invoice] = await documentsOf(app, salon.businessId);
  return { share, id, invoice: invoice! };
}

describe("an invoice", () => {
  test("is issued when a share is earned, with the VAT included in its amount", async () => {
    await register(app, salon.businessId);
    await pay(app, await bookTwo(), 20_000);
    await tell(app);
    expect(await documentsOf(app, salon.businessId)).toMatchObject([
      {
        kind: "invoice",
        number: 1,
        net_minor: 17_391,
        vat_minor: 2_609,
        gross_minor: 20_000,
        rate_basis_points: 1_500,
        seller: { vatNumber: "310122393500003", timezone: "Asia/Riyadh" },
        lines: [
          { covers: "full", quantity: 1, priceMinor: 10_000, amountMinor: 10_000 },
          { covers: "full", quantity: 1, priceMinor: 10_000, amountMinor: 10_000 },
        ],
      },
    ]);
  });

  test("of a deposit says so, and the rest gets an invoice of its own", async () => {
    const booked = await bookTwo();
    await issue(app, await pay(app, booked, 6_000));
    await issue(app, await pay(app, booked, 14_000, { purpose: "balance" }));
    const documents = await documentsOf(app, salon.businessId);
    expect(documents).toMatchObject([
      { number: 1, gross_minor: 6_000, lines: [part("deposit", 3_000), part("deposit", 3_000)] },
      { number: 2, gross_minor: 14_000, lines: [part("balance", 7_000), part("balance", 7_000)] },
    ]);
  });

  const part = (covers: string, amountMinor: number) => ({
    name: { ar: "عرض", en: "A service" },
    quantity: 1,
    covers,
    priceMinor: 10_000,
    amountMinor,
  });

  test("of a business without a VAT number is a receipt without VAT", async () => {
    const { invoice } = await invoiced();
    expect(invoice).toMatchObject({ net_minor: 20_000, vat_minor: 0, rate_basis_points: 0 });
    expect(invoice.seller).toMatchObject({
      name: { ar: "منشأة salon", en: "The salon" },
      vatNumber: null,
    });
  });

  test("is issued once, however often it is requested", async () => {
    const { share, id } = await invoiced();
    clock.advance(60_000);
    expect(await issue(app, share)).toEqual({ id, number: 1 });
    await tell(app);
    expect(await documentsOf(app, salon.businessId)).toHaveLength(1);
  });

  test("keeps the seller, rate and buyer it was issued with", async () => {
    await register(app, salon.businessId);
    await asPlatform(app, (tx) =>
      sql`update users set name = 'Noura' where id = ${person.id}`.execute(tx),
    );
    const { share, invoice } = await invoiced();
    expect(invoice.buyer_name).toBe("Noura");
    await asPlatform(app, async (tx) => {
      await sql`update tax_settings set rate_basis_points = 500, seller_name_en = 'Other'`.execute(
        tx,
      );
      await sql`update users set name = 'Sara' where id = ${person.id}`.execute(tx);
    });
    await issue(app, share);
    expect(await documentsOf(app, salon.businessId)).toEqual([invoice]);
  });

  test("is not issued for an unearned or unknown share", async () => {
    const share = await pay(app, await bookTwo(), 20_000, { earned: false });
    await expect(issue(app, share)).rejects.toMatchObject({ type: "not-found" });
    const none = { ...share, bookingId: share.paymentId };
    await expect(issue(app, none)).rejects.toMatchObject({ type: "not-found" });
    expect(await documentsOf(app, salon.businessId)).toEqual([]);
  });
});

describe("a credit note", () => {
  test("is issued when a refund succeeds, at the rate of its invoice", async () => {
    await register(app, salon.businessId);
    const { share, id } = await invoiced();
    await asPlatform(app, (tx) => sql`update tax_settings set rate_basis_points = 500`.execute(tx));
    const refundId = await refund(app, share, 5_000);
    await tell(app);
    const [, note] = await documentsOf(app, salon.businessId);
    expect(note).toMatchObject({
      kind: "credit_note",
      number: 1,
      refund_id: refundId,
      original_id: id,
      net_minor: 4_348,
      vat_minor: 652,
      gross_minor: 5_000,
      rate_basis_points: 1_500,
    });
    expect(note!.lines.map((line) => line.amountMinor)).toEqual([2_500, 2_500]);
  });

  test("is issued once per refund, and all together credit exactly the invoice's VAT", async () => {
    await register(app, salon.businessId);
    const { share, invoice } = await invoiced();
    for (const amount of [5_000, 5_000, 5_000, 5_000]) {
      const refundId = await refund(app, share, amount);
      const first = await credit(app, salon.businessId, refundId);
      expect(await credit(app, salon.businessId, refundId)).toEqual(first);
    }
    const [, ...notes] = await documentsOf(app, salon.businessId);
    expect(notes.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    const vat = notes.map((note) => note.vat_minor);
    // Rounded separately they would be 652 each: 2608, one halala less than the invoice's VAT.
    expect(vat).toEqual([652, 652, 653, 652]);
    expect(vat.reduce((sum, one) => sum + one)).toBe(invoice.vat_minor);
  });

  test("is not issued for money that the business never earned", async () => {
    const share = await pay(app, await bookTwo(), 20_000, { earned: false });
    const refundId = await refund(app, share, 20_000);
    expect(await credit(app, salon.businessId, refundId)).toBeUndefined();
    await tell(app);
    expect(await documentsOf(app, salon.businessId)).toEqual([]);
  });

  test("issues the invoice too when the refund event arrives first", async () => {
    const share = await pay(app, await bookTwo(), 20_000);
    const refundId = await refund(app, share, 20_000);
    expect(await credit(app, salon.businessId, refundId)).toMatchObject({ number: 1 });
    await tell(app);
    const documents = await documentsOf(app, salon.businessId);
    expect(documents.map(({ kind }) => kind)).toEqual(["invoice", "credit_note"]);
  });

  test("for a refund before the share was earned is issued with the invoice", async () => {
    const share = await pay(app, await bookTwo(), 20_000, { earned: false });
    const refundId = await refund(app, share, 4_000);
    await tell(app);
    expect(await documentsOf(app, salon.businessId)).toEqual([]);
    await asPlatform(app, (tx) => earn(tx, share));
    await tell(app);
    expect(await documentsOf(app, salon.businessId)).toMatchObject([
      { kind: "invoice", gross_minor: 20_000 },
      { kind: "credit_note", gross_minor: 4_000, refund_id: refundId },
    ]);
  });

  test("is not issued for a refund that did not succeed", async () => {
    const { share } = await invoiced();
    await expect(credit(app, salon.businessId, share.paymentId)).rejects.toMatchObject({
      type: "not-found",
    });
  });
});

test("shares earned together are invoiced in the order in which they were earned, each business by its own numbers", async () => {
  await register(app, salon.businessId);
  const other = await makeSalon(db);
  const at = (hour: number) => `${day}T${hour}:00:00+03:00`;
  for (const [n, place] of [salon, other, salon, other, salon].entries()) {
    clock.advance(1_000);
    await pay(app, await book(customer, [haircut(place, at(10 + n))]), 1_000 * (n + 1));
  }
  await tell(app);
  const shown = async ({ businessId }: Salon) =>
    (await documentsOf(app, businessId)).map((one) => [one.number, one.gross_minor, one.vat_minor]);
  expect(await shown(salon)).toEqual([
    [1, 1_000, 130],
    [2, 3_000, 391],
    [3, 5_000, 652],
  ]);
  expect(await shown(other)).toEqual([
    [1, 2_000, 0],
    [2, 4_000, 0],
  ]);
});

test("events that need more than an invoice, or cannot be delivered, do not hold up those earned with them", async () => {
  const pairs = [await bookTwo(), await book(customer, [haircut(salon, `${day}T12:00:00+03:00`)])];
  const refunded = await pay(app, pairs[0]!, 20_000, { earned: false });
  const refundId = await refund(app, refunded, 4_000);
  await tell(app);
  await asPlatform(app, (tx) => earn(tx, refunded));
  const plain = await pay(app, pairs[1]!, 10_000);
  const unknown = { ...plain, paymentId: person.id };
  await asPlatform(app, async (tx) => {
    for (const share of [unknown, plain]) {
      await sql`insert into outbox (topic, payload)
        values ('share.earned', ${JSON.stringify(share)}::jsonb)`.execute(tx);
    }
  });
  await drainOnce(app);
  expect(await documentsOf(app, salon.businessId), "after the first batch").toMatchObject([
    { kind: "invoice", number: 1, gross_minor: 10_000 },
  ]);
  await tell(app);
  expect(await documentsOf(app, salon.businessId)).toMatchObject([
    { kind: "invoice", number: 1, gross_minor: 10_000 },
    { kind: "invoice", number: 2, gross_minor: 20_000 },
    { kind: "credit_note", number: 1, gross_minor: 4_000, refund_id: refundId },
  ]);
  const { rows } = await sql`
    delete from outbox where payload->>'paymentId' = ${person.id} returning done_at`.execute(owner);
  expect(rows).toEqual([{ done_at: null }]);
});

test("an event about an unknown share is retried and issues nothing", async () => {
  const share = { businessId: salon.businessId, paymentId: person.id, bookingId: person.id };
  await asPlatform(app, (tx) =>
    sql`insert into outbox (topic, payload)
      values ('share.earned', ${JSON.stringify(share)}::jsonb)`.execute(tx),
  );
  await tell(app);
  const { rows } = await sql`
    delete from outbox where payload->>'paymentId' = ${person.id} returning attempts, done_at`.execute(
    owner,
  );
  expect(rows).toEqual([{ attempts: 2, done_at: null }]);
});

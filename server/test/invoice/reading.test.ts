import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { instantText } from "../../src/base/time.ts";
import type { Context } from "../../src/db/context.ts";
import { inRead } from "../../src/db/in-transaction.ts";
import { makeSalon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember, makePerson, type Person } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut } from "../flows/wants.ts";
import { zatcaQr } from "../../src/invoice/zatca-qr.ts";
import { book, pay, refund, register, tell, type Booked } from "./ground.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;

let businessId: string;
let other: { businessId: string };
let customer: Person;
let second: Person;
let booked: Booked;
let mine: string;
let note: string;

const asked = (person: Person): Caller => app.as(person.token);
const idsOf = (body: { items: { id: string }[] }) => body.items.map((one) => one.id);

beforeAll(async () => {
  const salon = await makeSalon(db, { staff: 9 });
  ({ businessId } = salon);
  other = await makeSalon(db);
  await register(app, businessId);
  [customer, second] = [await makePerson(db), await makePerson(db)];
  booked = await book(asked(customer), [haircut(salon, "2026-11-24T10:00:00+03:00")]);
  const share = await pay(app, booked, 10_000);
  await tell(app);
  clock.advance(1_000);
  await refund(app, share, 2_500);
  await tell(app);
  for (const person of [customer, second]) {
    clock.advance(1_000);
    const one = await book(asked(person), [haircut(salon, "2026-11-25T10:00:00+03:00")]);
    await pay(app, one, 10_000);
    await tell(app);
  }
  const { body } = await asked(customer).get(`/v1/invoices?bookingId=${booked.bookingId}`);
  [note, mine] = idsOf(body) as [string, string];
});

test("an invoice names its booking, amounts, rate and lines, and its QR code matches them", async () => {
  const { status, body } = await asked(customer).get(`/v1/invoices/${mine}`);
  expect(status).toBe(200);
  const sar = (amount: number) => ({ amount, currency: "SAR" });
  const facts = { vatNumber: "310122393500003", issuedAt: "2026-11-21T06:00:00.000Z" };
  expect(body).toMatchObject({
    kind: "invoice",
    number: 1,
    bookingId: booked.bookingId,
    refundId: null,
    originalNumber: null,
    net: sar(8_696),
    vat: sar(1_304),
    gross: sar(10_000),
    rateBasisPoints: 1_500,
    lines: [{ quantity: 1, covers: "full", price: sar(10_000), amount: sar(10_000) }],
    qr: zatcaQr({ sellerName: "صالون الأناقة", ...facts, gross: "100.00", vat: "13.04" }),
    issuedAt: facts.issuedAt,
  });
  const correction = await asked(customer).get(`/v1/invoices/${note}`);
  expect(correction.body).toMatchObject({
    kind: "credit_note",
    number: 1,
    originalId: mine,
    originalNumber: 1,
    refundCause: "cancellation",
    gross: sar(2_500),
  });
});

describe("a list of invoices", () => {
  test("of a customer covers all their businesses and bookings, newest first, in pages", async () => {
    const all = (await asked(customer).get("/v1/invoices")).body;
    expect(all.items).toHaveLength(3);
    expect(all.items.map((one: { kind: string }) => one.kind)).toEqual([
      "invoice",
      "credit_note",
      "invoice",
    ]);
    const first = (await asked(customer).get("/v1/invoices?limit=2")).body;
    const rest = (await asked(customer).get(`/v1/invoices?limit=2&cursor=${first.nextCursor}`))
      .body;
    expect([...idsOf(first), ...idsOf(rest)]).toEqual(idsOf(all));
    expect(rest.nextCursor).toBeNull();
    const notes = await asked(customer).get("/v1/invoices?kind=credit_note");
    expect(idsOf(notes.body)).toEqual([note]);
  });

  test("of a business is open to its members, and another business sees nothing of it", async () => {
    const staff = await makeMember(db, businessId, "staff");
    const url = `/v1/manage/businesses/${businessId}/invoices`;
    const all = await asked(staff).get(url);
    expect(all.body.items).toHaveLength(4);
    const ofBooking = await asked(staff).get(`${url}?bookingId=${booked.bookingId}`);
    expect(idsOf(ofBooking.body)).toEqual([note, mine]);
    const boss = await makeMember(db, other.businessId, "owner");
    expect((await asked(boss).get(url)).status).toBe(404);
    const own = `/v1/manage/businesses/${other.businessId}/invoices`;
    expect((await asked(boss).get(own)).body.items).toEqual([]);
    const filtered = await asked(boss).get(`${own}?bookingId=${booked.bookingId}`);
    expect(filtered.body.items).toEqual([]);
  });

  test("of one's own leaves out invoices that one sees only as staff", async () => {
    const staff = await makeMember(db, businessId, "staff");
    expect((await asked(staff).get("/v1/invoices")).body.items).toEqual([]);
    expect((await asked(staff).get(`/v1/invoices/${mine}`)).status).toBe(200);
  });

  test.each(["cursor=abc", "bookingId=1", "limit=0", "kind=receipt", "colour=red"])(
    "with the query %s is refused",
    async (query) => {
      const answer = await asked(customer).get(`/v1/invoices?${query}`);
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([
        422,
        `/query/${query.split("=")[0]}`,
      ]);
    },
  );
});

test("other people cannot open an invoice, and cannot tell whether it exists", async () => {
  const none = "01a1fba8-62bf-7bea-a98f-b1ca6da38411";
  const boss = await makeMember(db, other.businessId, "owner");
  for (const page of ["", "/page"]) {
    for (const person of [second, boss]) {
      const [theirs, nothing] = [
        await asked(person).get(`/v1/invoices/${mine}${page}`),
        await asked(person).get(`/v1/invoices/${none}${page}`),
      ];
      expect([theirs.status, nothing.status]).toEqual([404, 404]);
      expect({ ...theirs.body, requestId: "" }).toEqual({ ...nothing.body, requestId: "" });
    }
    expect((await app.as().get(`/v1/invoices/${mine}${page}`)).status).toBe(401);
  }
  expect(
    (await asked(second).get(`/v1/invoices?bookingId=${booked.bookingId}`)).body.items,
  ).toEqual([]);
});

describe("under the database's row policies", () => {
  const at = () => ({ actor: "test", now: instantText(clock.now()) });
  const seen = async (context: Context, table: string) => {
    const { rows } = await inRead(db, context, (tx) =>
      sql<{ seen: number }>`select count(*)::int as seen from ${sql.table(table)}`.execute(tx),
    );
    return rows[0]!.seen;
  };

  test("everybody sees only their own rows", async () => {
    const contexts: [Context, invoices: number, settings: number, counters: number][] = [
      [{ ...at(), scope: "public" }, 0, 0, 0],
      // A customer with a booking there sees the seller's settings, as every invoice shows them.
      [{ ...at(), scope: "customer", userId: customer.id }, 3, 1, 0],
      [{ ...at(), scope: "customer", userId: second.id }, 1, 1, 0],
      [{ ...at(), scope: "customer", userId: (await makePerson(db)).id }, 0, 0, 0],
      [{ ...at(), scope: "member", businessId }, 4, 1, 0],
      [{ ...at(), scope: "member", businessId: other.businessId }, 0, 0, 0],
      [{ ...at(), scope: "platform" }, 4, 1, 2],
    ];
    for (const [context, ...counts] of contexts) {
      const found = [];
      for (const table of ["invoices", "tax_settings", "invoice_counters"]) {
        found.push(await seen(context, table));
      }
      expect(found, JSON.stringify(context)).toEqual(counts);
    }
  });

  test("control: with the policies off, everybody sees every invoice", async () => {
    const nobody: Context = { ...at(), scope: "public" };
    await sql`alter table invoices disable row level security`.execute(app.owner);
    try {
      expect(await seen(nobody, "invoices")).toBe(4);
    } finally {
      await sql`alter table invoices enable row level security`.execute(app.owner);
    }
    expect(await seen(nobody, "invoices")).toBe(0);
  });
});

import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS } from "../../src/base/time.ts";
import {
  amend,
  buy,
  ELEVEN,
  expectAllPass,
  NOON,
  pay,
  richCustomer,
  TEN,
} from "../amendment/shop.ts";
import { makeOtherService } from "../flows/other-service.ts";
import { haircut, rig, seats } from "../flows/wants.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeSalon, makeVenue, type MadeBusiness } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makeMember } from "../harness/people.ts";
import { startMoneyApp } from "../harness/money-app.ts";
import { morning } from "../harness/test-app.ts";
import { documentsOf, register, tell } from "./ground.ts";

/** After an amendment a second invoice, a credit note or both make price, tax and payments agree again. */

const app = await startMoneyApp();
const { db, clock, owner, work } = app;
const full = { payment_terms: "full" } as const;

let customer: Caller & { id: string };

beforeEach(async () => {
  clock.set(morning);
  customer = await richCustomer(app);
});

async function registered<T extends MadeBusiness>(business: T): Promise<T> {
  await register(app, business.businessId);
  return business;
}

/** Of every document: its kind, total and VAT, and its lines as the English name and the amount. */
async function papers(businessId: string) {
  return (await documentsOf(app, businessId)).map(({ kind, gross_minor, vat_minor, lines }) => [
    kind,
    gross_minor,
    vat_minor,
    ...lines.map((line) => `${nameOf(line)} ${line.amountMinor}`),
  ]);
}

const nameOf = (line: object) => (line as { name: { en: string } }).name.en;

test("a booking made dearer gets a second invoice for the extra amount, under its new name", async () => {
  const salon = await registered(await makeSalon(db, { terms: full }));
  const dear = await makeOtherService(db, salon, full);
  const { id, orderId, items } = await buy(app, customer, [haircut(salon, TEN)]);
  const dearer = await amend(customer, id, { items: [{ id: items[0].id, serviceId: dear }] });
  expect(dearer.body.status).toBe("awaitingPayment");
  await pay(customer, orderId);
  await work();
  expect(await papers(salon.businessId)).toEqual([
    ["invoice", 10_000, 1_304, "A service 10000"],
    ["invoice", 5_000, 652, "Colouring 5000"],
  ]);
  await expectAllPass(app);
});

test("a booking made cheaper gets a credit note for the difference, at the original tax rate", async () => {
  const venue = await registered(await makeVenue(db, { terms: full }));
  const { id, items } = await buy(app, customer, [rig(venue, TEN, { hours: 2 })]);
  await sql`update tax_settings set rate_basis_points = 500 where business_id = ${venue.businessId}`.execute(
    owner,
  );
  await amend(customer, id, { items: [{ id: items[0].id, end: ELEVEN }] });
  await work();
  expect(await papers(venue.businessId)).toEqual([
    ["invoice", 10_000, 1_304, "A rental 10000"],
    ["credit_note", 5_000, 652, "A rental 5000"],
  ]);
  await expectAllPass(app);
});

describe("of two items,", () => {
  test("a removed item is credited, and the other stays invoiced", async () => {
    const salon = await registered(await makeSalon(db, { staff: 2, terms: full }));
    const dear = await makeOtherService(db, salon, full);
    const colouring = { ...haircut(salon, ELEVEN), serviceId: dear };
    const { id, items } = await buy(app, customer, [haircut(salon, TEN), colouring]);
    await amend(customer, id, { remove: [items[1].id] });
    await work();
    expect(await papers(salon.businessId)).toEqual([
      ["invoice", 25_000, 3_261, "A service 10000", "Colouring 15000"],
      ["credit_note", 15_000, 1_957, "Colouring 15000"],
    ]);
    await expectAllPass(app);
  });

  /** The removed second item pays for the dearer first one: only the remainder is refunded. */
  async function swapped() {
    const salon = await registered(await makeSalon(db, { staff: 2, terms: full }));
    const dear = await makeOtherService(db, salon, full);
    const { id, items } = await buy(app, customer, [haircut(salon, TEN), haircut(salon, ELEVEN)]);
    const change = { items: [{ id: items[0].id, serviceId: dear }], remove: [items[1].id] };
    const made = await amend(customer, id, change);
    expect(made.body).toMatchObject({ status: "applied", goesBack: { amount: 5_000 } });
    return { salon, id };
  }

  const swappedPapers = [
    ["invoice", 20_000, 2_609, "A service 10000", "A service 10000"],
    ["invoice", 5_000, 652, "Colouring 5000"],
    ["credit_note", 5_000, 652, "A service 5000"],
    ["credit_note", 5_000, 652, "A service 5000"],
  ];

  test("money that moves from one item to the other is credited on one and invoiced on the other", async () => {
    const { salon, id } = await swapped();
    await work();
    expect(await papers(salon.businessId)).toEqual(swappedPapers);
    await expectAllPass(app);
    const { body } = await customer.get("/v1/invoices");
    const corrections = body.items.filter((one: { amendmentId: string }) => one.amendmentId);
    expect(corrections.map((one: { kind: string }) => one.kind).toSorted()).toEqual([
      "credit_note",
      "invoice",
    ]);
    const note = corrections.find((one: { kind: string }) => one.kind === "credit_note");
    expect(note).toMatchObject({ refundId: null, originalNumber: 1, refundCause: "amendment" });
    await tell(app);
    expect(await papers(salon.businessId)).toHaveLength(4);
    await customer.post(`/v1/bookings/${id}/cancellation`);
    await work();
    expect((await papers(salon.businessId)).at(-1)).toEqual([
      "credit_note",
      15_000,
      1_957,
      "Colouring 15000",
    ]);
    await expectAllPass(app);
  });

  test("a refund event that arrives before the amendment event still produces all documents", async () => {
    const { salon } = await swapped();
    await sql`update outbox set next_attempt_at = next_attempt_at + interval '1 hour'
      where topic = 'booking.amended' and done_at is null`.execute(owner);
    await work();
    const all = await papers(salon.businessId);
    expect(new Set(all)).toEqual(new Set(swappedPapers));
    clock.advance(HOUR_MS);
    await expectAllPass(app);
    expect(await papers(salon.businessId)).toEqual(all);
  });
});

test("a seat returned late is credited less its fee, and the fee stays invoiced once", async () => {
  const terms = { ...full, free_cancel_hours: 8_760, cancel_fee_percent: 25 };
  const bus = await registered(await makeBusLine(db, { terms }));
  const { id, items } = await buy(app, customer, [seats(bus, ["1", "2", "3"])]);
  const keep = items[0].seats
    .slice(0, 2)
    .map(({ label, passenger }: { label: string; passenger: string }) => ({ label, passenger }));
  const fewer = await amend(customer, id, { items: [{ id: items[0].id, seats: keep }] });
  expect(fewer.body).toMatchObject({
    goesBack: { amount: 7_500 },
    fee: { amount: { amount: 2_500 } },
  });
  await work();
  expect(await papers(bus.businessId)).toEqual([
    ["invoice", 30_000, 3_913, "Riyadh – Hail 30000"],
    ["credit_note", 7_500, 978, "Riyadh – Hail 7500"],
  ]);
  await expectAllPass(app);
});

test("a declined amendment gets no documents, and the booking keeps its invoice", async () => {
  const venue = await registered(await makeVenue(db, { terms: { ...full, acceptance: "manual" } }));
  const manager = app.as((await makeMember(db, venue.businessId, "manager")).token);
  const { id, orderId, items } = await buy(app, customer, [rig(venue, TEN)]);
  await manager.post(`/v1/bookings/${id}/confirmation`, {});
  await work();
  const more = await amend(customer, id, { items: [{ id: items[0].id, end: NOON }] });
  await pay(customer, orderId);
  await work();
  await manager.post(`/v1/bookings/${id}/amendments/${more.body.id}/decline`, {});
  await work();
  expect(await papers(venue.businessId)).toEqual([["invoice", 5_000, 652, "A rental 5000"]]);
  await expectAllPass(app);
});

import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { amend, book, buy, ELEVEN, expectAllPass, richCustomer, TEN } from "../amendment/shop.ts";
import { makeOtherService } from "../flows/other-service.ts";
import { haircut } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { handOverAll } from "../harness/till.ts";
import { morning } from "../harness/test-app.ts";
import { documentsOf, register } from "./ground.ts";

/** Documents state what was agreed and paid for each item, whatever the catalogue and the tax settings say later. */

const app = await startMoneyApp();
const { db, clock, owner, work } = app;

let salon: Salon;
let customer: Caller & { id: string };
let manager: Caller;

async function open(terms: object): Promise<void> {
  clock.set(morning);
  salon = await makeSalon(db, { staff: 3, terms });
  await register(app, salon.businessId);
  customer = await richCustomer(app);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
}
beforeEach(() => open({ payment_terms: "full" }));

const setRate = (rate: number, vatNumber: string | null = "310122393500003") =>
  sql`update tax_settings set rate_basis_points = ${rate}, vat_number = ${vatNumber}
    where business_id = ${salon.businessId}`.execute(owner);

/** Returns every document's kind, amounts, rate and lines, oldest of its kind first. */
async function papers() {
  return (await documentsOf(app, salon.businessId)).map((one) => ({
    kind: one.kind,
    gross: one.gross_minor,
    vat: one.vat_minor,
    rate: one.rate_basis_points,
    lines: one.lines.map(({ amountMinor }) => amountMinor),
  }));
}

async function payAtVenue(id: string, amountMinor: number): Promise<string> {
  const taken = { method: "cash", amount: sar(amountMinor) };
  const { status, body } = await manager.post(`/v1/bookings/${id}/payments`, taken);
  expect(status, JSON.stringify(body)).toBe(201);
  await work();
  return body.id;
}

test("a booking sold at one tax rate and paid after the rate changed is invoiced at the rate of the sale", async () => {
  await open({});
  const { id } = await book(customer, haircut(salon, TEN));
  await setRate(500);
  await payAtVenue(id, 10_000);
  expect(await papers()).toEqual([
    { kind: "invoice", gross: 10_000, vat: 1_304, rate: 1_500, lines: [10_000] },
  ]);
  await expectAllPass(app);
});

test("a seller charges no VAT on a booking after deregistering, and the rate of the sale after registering again", async () => {
  await open({});
  const { id } = await book(customer, haircut(salon, TEN));
  await setRate(1_500, null);
  await payAtVenue(id, 4_000);
  await setRate(1_500);
  await payAtVenue(id, 6_000);
  expect(await papers()).toMatchObject([
    { gross: 4_000, vat: 0 },
    { gross: 6_000, vat: 783, rate: 1_500 },
  ]);
  await expectAllPass(app);
});

test("changes of name and price in the catalogue do not change an invoice", async () => {
  await open({});
  const { id } = await book(customer, haircut(salon, TEN));
  await sql`update offerings set name_en = 'Other', name_ar = 'غيره' where id = ${salon.serviceId}`.execute(
    owner,
  );
  await sql`update services set price_minor = 99900 where id = ${salon.serviceId}`.execute(owner);
  await payAtVenue(id, 10_000);
  const [invoice] = await documentsOf(app, salon.businessId);
  expect(invoice!.lines).toMatchObject([
    { name: { en: "A service" }, quantity: 1, priceMinor: 10_000, amountMinor: 10_000 },
  ]);
});

describe("a deposit of 30 percent for two items", () => {
  beforeEach(() => open({ payment_terms: "deposit" }));

  test("and two payments of the rest make three invoices, with no item above its price", async () => {
    const { id } = await buy(app, customer, [haircut(salon, TEN), haircut(salon, ELEVEN)]);
    await payAtVenue(id, 5_000);
    await payAtVenue(id, 9_000);
    expect(await papers()).toMatchObject([
      { gross: 6_000, lines: [3_000, 3_000] },
      { gross: 5_000, lines: [5_000] },
      { gross: 9_000, lines: [2_000, 7_000] },
    ]);
    const documents = await documentsOf(app, salon.businessId);
    expect(documents.map(({ lines }) => lines.map(({ covers }) => covers))).toEqual([
      ["deposit", "deposit"],
      ["balance"],
      ["balance", "balance"],
    ]);
    await expectAllPass(app);
  });
});

describe("two items that were sold at different rates", () => {
  /** Buys two items, the second added after the rate changed. */
  async function twoRates() {
    const { id, orderId, items } = await buy(app, customer, [haircut(salon, TEN)]);
    await setRate(500);
    const more = await amend(customer, id, { items: [haircut(salon, ELEVEN)] });
    expect(more.body).toMatchObject({ status: "awaitingPayment", dueNow: sar(10_000) });
    await customer.post(`/v1/orders/${orderId}/payments`, { method: "wallet" });
    await work();
    const added = more.body.items[0].id as string;
    return { id, sold: items[0].id as string, added };
  }

  test("get an invoice each, at their own rates", async () => {
    await twoRates();
    expect(await papers()).toEqual([
      { kind: "invoice", gross: 10_000, vat: 1_304, rate: 1_500, lines: [10_000] },
      { kind: "invoice", gross: 10_000, vat: 476, rate: 500, lines: [10_000] },
    ]);
    await expectAllPass(app);
  });

  test("get one invoice with both rates when paid together, and a refund of one item credits only its rate", async () => {
    await open({});
    const { id } = await book(customer, haircut(salon, TEN));
    await setRate(500);
    const more = await amend(customer, id, { items: [haircut(salon, ELEVEN)] });
    expect(more.body.status).toBe("applied");
    const paymentId = await payAtVenue(id, 20_000);
    await setRate(2_000);
    const back = { itemIds: [more.body.items[0].id], reason: "the dryer broke" };
    expect((await manager.post(`/v1/payments/${paymentId}/refunds`, back)).status).toBe(201);
    await work();
    await handOverAll(manager, salon.businessId);
    await work();
    expect(await papers()).toEqual([
      { kind: "invoice", gross: 20_000, vat: 1_304 + 476, rate: null, lines: [10_000, 10_000] },
      { kind: "credit_note", gross: 10_000, vat: 476, rate: 500, lines: [10_000] },
    ]);
    const { body } = await customer.get("/v1/invoices?kind=invoice");
    expect(body.items[0]).toMatchObject({
      rateBasisPoints: null,
      lines: [
        { rateBasisPoints: 1_500, vat: sar(1_304) },
        { rateBasisPoints: 500, vat: sar(476) },
      ],
    });
    const page = await customer.get(`/v1/invoices/${body.items[0].id}/page?lang=en`);
    for (const words of ["VAT 15%", "VAT 5%"]) expect(page.body).toContain(words);
    await expectAllPass(app);
  });

  test("are both credited at their own rates on cancellation, as quoted", async () => {
    const { id } = await twoRates();
    const { body: quote } = await customer.get(`/v1/bookings/${id}/cancellation`);
    expect([quote.refund, quote.refundVat]).toEqual([sar(20_000), sar(1_304 + 476)]);
    await customer.post(`/v1/bookings/${id}/cancellation`);
    await work();
    const notes = (await papers()).filter(({ kind }) => kind === "credit_note");
    expect(notes.map(({ vat }) => vat).toSorted((a, b) => a - b)).toEqual([476, 1_304]);
    await expectAllPass(app);
  });
});

test("a split payment gets one invoice for the wallet and one for the card, which together cover each item's price", async () => {
  const dear = await makeOtherService(db, salon, { payment_terms: "full" });
  const { id, orderId } = await book(customer, haircut(salon, TEN), {
    kind: "appointment",
    serviceId: dear,
    start: ELEVEN,
  });
  const split = { method: "split", walletAmount: sar(8_000), returnUrl: "https://book.example/b" };
  const { body: begun } = await customer.post(`/v1/orders/${orderId}/payments`, split);
  await payAsPerson(begun.redirectUrl, { outcome: "approve" });
  await work();
  expect((await customer.get(`/v1/bookings/${id}`)).body.status).toBe("confirmed");
  const all = await documentsOf(app, salon.businessId);
  const byPrice = (price: number) =>
    all.flatMap(({ lines }) => lines).filter(({ priceMinor }) => priceMinor === price);
  const sum = (lines: { amountMinor: number }[]) =>
    lines.reduce((total, { amountMinor }) => total + amountMinor, 0);
  expect(all.map(({ gross_minor }) => gross_minor).toSorted((a, b) => a - b)).toEqual([
    8_000, 17_000,
  ]);
  expect([sum(byPrice(10_000)), sum(byPrice(15_000))]).toEqual([10_000, 15_000]);
  await expectAllPass(app);
});

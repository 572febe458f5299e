import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import {
  amendFirst,
  book,
  buy,
  expectAllPass,
  NOON,
  pay,
  read,
  richCustomer,
  TEN,
  walletOf,
} from "../amendment/shop.ts";
import { problemOf, rig } from "../flows/wants.ts";
import { makeVenue } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";
import { readPages } from "../harness/pages.ts";

/** The desk takes payment at the venue for an amendment that awaits payment. */

const app = await startMoneyApp();
const { db, clock, owner, sandbox, work } = app;

let customer: Caller & { id: string };
let staff: Caller;
let id: string;
let orderId: string;
let amendmentId: string;
let url: string;

async function ask(terms: object = {}): Promise<void> {
  clock.set(morning);
  sandbox.reset();
  customer = await richCustomer(app);
  const venue = await makeVenue(db, { units: 1, terms: { payment_terms: "full", ...terms } });
  staff = app.as((await makeMember(db, venue.businessId, "staff")).token);
  ({ id, orderId } = await buy(app, customer, [rig(venue, TEN)]));
  if ("acceptance" in terms) await staff.post(`/v1/bookings/${id}/confirmation`, {});
  await work();
  const longer = await amendFirst(customer, id, { end: NOON });
  expect(longer.body).toMatchObject({ status: "awaitingPayment", dueNow: sar(5_000) });
  amendmentId = longer.body.id;
  url = `/v1/bookings/${id}/amendments/${amendmentId}/confirmation`;
}
beforeEach(() => ask());

const cash = { paidBy: { kind: "cash", amount: { amount: 5_000, currency: "SAR" } } };

async function payments() {
  const { body } = await staff.get(`/v1/orders/${orderId}/payments`);
  return body.items as { gateway: string; status: string; amount: object; refunded: object }[];
}

const taken = async () => (await payments()).find(({ gateway }) => gateway === "venue");

test("cash taken at the desk applies the amendment at once and issues its own invoice", async () => {
  const done = await staff.post(url, cash);
  expect([done.status, done.body.status], JSON.stringify(done.body)).toEqual([200, "applied"]);
  expect(await read(customer, id)).toMatchObject({ status: "confirmed", total: sar(10_000) });
  expect(await taken()).toMatchObject({ method: "cash", amount: sar(5_000) });
  await expectAllPass(app);
  const { body } = await customer.get("/v1/invoices");
  expect(body.items.map((one: { gross: object }) => one.gross)).toEqual([sar(5_000), sar(5_000)]);
  const lines = body.items.flatMap((one: { lines: object[] }) => one.lines);
  expect(lines).toContainEqual(
    expect.objectContaining({ covers: "balance", price: sar(10_000), amount: sar(5_000) }),
  );
  const { rows } = await sql`
    select actor, after->>'amendmentId' as amendment, after->'paidBy'->>'kind' as kind from audit_log
    where subject_id = ${id} and action = 'booking.amendment.confirmed'`.execute(owner);
  expect(rows).toMatchObject([{ amendment: amendmentId, kind: "cash" }]);
});

test("a desk payment without an amount takes what is due and keeps the slip number", async () => {
  const done = await staff.post(url, { paidBy: { kind: "card-terminal", reference: "slip 7" } });
  expect(done.body.status).toBe("applied");
  expect(await taken()).toMatchObject({ method: "card-terminal", amount: sar(5_000) });
  await expectAllPass(app);
});

test.each([0, 1, 4_999, 5_001, 10_000])(
  "paying %i instead of 5000 is refused",
  async (amountMinor) => {
    const refused = await staff.post(url, {
      paidBy: { kind: "cash", amount: { amount: amountMinor, currency: "SAR" } },
    });
    expect([refused.status, problemOf(refused)]).toEqual([422, "invalid-request"]);
    expect(refused.body.errors[0]).toMatchObject({ pointer: "/paidBy/amount/amount" });
    expect(refused.body.errors[0].detail).toContain("50.00");
    expect(await payments()).toHaveLength(1);
    expect(await read(customer, id)).toMatchObject({ total: sar(5_000) });
  },
);

test("a confirmation with nothing due or without a payment method is refused", async () => {
  const refused = await staff.post(url, { paidBy: { kind: "nothing-due" } });
  expect(refused.status).toBe(422);
  expect((await staff.post(url, {})).status).toBe(422);
  expect(await payments()).toHaveLength(1);
});

describe("a desk payment is refused for an amendment that", () => {
  const refusedAs = async (from: string) => {
    const refused = await staff.post(url, cash);
    expect([refused.status, problemOf(refused), refused.body.from]).toEqual([
      409,
      "invalid-transition",
      from,
    ]);
  };

  test("was withdrawn", async () => {
    await customer.post(`/v1/bookings/${id}/amendments/${amendmentId}/withdrawal`);
    await refusedAs("withdrawn");
    expect(await payments()).toHaveLength(1);
  });

  test("expired", async () => {
    clock.advance(11 * 60_000);
    await refusedAs("expired");
    expect(await payments()).toHaveLength(1);
  });

  test("its customer has already paid", async () => {
    await pay(customer, orderId);
    await refusedAs("applied");
    expect(await payments()).toHaveLength(2);
    await expectAllPass(app);
  });

  test("the desk has already confirmed", async () => {
    await staff.post(url, cash);
    await refusedAs("applied");
    expect(await payments()).toHaveLength(2);
  });

  test("ended when its booking was cancelled", async () => {
    await customer.post(`/v1/bookings/${id}/cancellation`);
    await refusedAs("withdrawn");
    await expectAllPass(app);
  });
});

test("when two desks confirm at once, one succeeds", async () => {
  const answers = await Promise.all([staff.post(url, cash), staff.post(url, cash)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  expect(await payments()).toHaveLength(2);
  await expectAllPass(app);
});

test("when the desk and the customer pay at once, one succeeds", async () => {
  const answers = await Promise.all([
    staff.post(url, cash),
    customer.post(`/v1/orders/${orderId}/payments`, { method: "wallet" }),
  ]);
  expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
  expect(await payments()).toHaveLength(2);
  expect(await read(customer, id)).toMatchObject({ total: sar(10_000) });
  await expectAllPass(app);
});

test("repeating a request replays its answer, another body under its key is refused, and a key is required", async () => {
  const key = { "idempotency-key": randomUUID() };
  const first = await staff.send("POST", url, cash, key);
  const again = await staff.send("POST", url, cash, key);
  expect([again.status, again.body]).toEqual([200, first.body]);
  const other = await staff.send("POST", url, { paidBy: { kind: "transfer" } }, key);
  expect(problemOf(other)).toBe("idempotency-key-reused");
  expect(problemOf(await staff.send("POST", url, cash, {}))).toBe("idempotency-key-missing");
  expect(await payments()).toHaveLength(2);
});

test("only the business can confirm, and no member can confirm their own booking", async () => {
  expect((await customer.post(url, cash)).status).toBe(403);
  const stranger = await richCustomer(app);
  expect((await stranger.post(url, cash)).status).toBe(404);
  const { businessId } = await read(customer, id);
  await sql`insert into members (business_id, user_id, role) values (${businessId}, ${customer.id}, 'owner')`.execute(
    owner,
  );
  expect((await customer.post(url, cash)).status).toBe(403);
  expect(await payments()).toHaveLength(1);
});

test("an amendment is not found under another booking", async () => {
  const other = await book(customer, rig(await makeVenue(db), TEN));
  const crossed = `/v1/bookings/${other.id}/amendments/${amendmentId}/confirmation`;
  expect((await staff.post(crossed, cash)).status).toBe(404);
});

test("money paid on a card page left open is refunded after the desk took the payment", async () => {
  const card = { method: "card", returnUrl: "https://book.example/back" };
  const { body: page } = await customer.post(`/v1/orders/${orderId}/payments`, card);
  expect((await staff.post(url, cash)).body.status).toBe("applied");
  await expectAllPass(app);
  await payAsPerson(page.redirectUrl, { outcome: "approve" });
  await work();
  const { body: late } = await customer.get(`/v1/payments/${page.id}`);
  expect(late).toMatchObject({ status: "refunded", refunded: sar(5_000) });
  const { body: refunds } = await customer.get(`/v1/payments/${page.id}/refunds`);
  expect(refunds.items).toMatchObject([{ cause: "paid_twice" }]);
  const attempts = await readPages(customer, `/v1/orders/${orderId}/payments`);
  expect(attempts.length).toBeGreaterThan(1);
  expect(await read(customer, id)).toMatchObject({ status: "confirmed", total: sar(10_000) });
  expect(await walletOf(customer)).toBe(1_000_000 - 5_000);
  await expectAllPass(app);
});

test("confirming at the desk also accepts an amendment that needs manual acceptance", async () => {
  await ask({ acceptance: "manual" });
  expect((await staff.post(url, cash)).body).toMatchObject({ status: "applied" });
  expect((await read(customer, id)).total).toEqual(sar(10_000));
  await expectAllPass(app);
});

test("after a cancellation the desk owes the cash and the wallet gets its own part back", async () => {
  await staff.post(url, cash);
  await customer.post(`/v1/bookings/${id}/cancellation`);
  await work();
  const { businessId } = await read(customer, id);
  const { body: owed } = await staff.get(
    `/v1/manage/businesses/${businessId}/cashOwed?handedOver=false`,
  );
  expect(owed.items).toMatchObject([{ amount: sar(5_000), method: "cash" }]);
  expect(await walletOf(customer)).toBe(1_000_000);
  await expectAllPass(app);
});

import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { HOUR_MS, instantText } from "../../src/base/time.ts";
import { haircut, problemOf } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { fillWallet, sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, type Person } from "../harness/people.ts";
import { morning } from "../harness/test-app.ts";
import { brokenChecks } from "../races/arena.ts";

/** Members who book at their own salon are customers of those bookings, whatever their role. */

const app = await startMoneyApp();
const { db, owner, clock, work } = app;
const TEN = "2026-11-24T10:00:00+03:00";

let salon: Salon;
let person: Person;
let me: Caller;
let colleague: Caller;

beforeEach(async () => {
  clock.set(morning);
  salon = await makeSalon(db, { staff: 3 });
  [person, me] = await memberAs("owner");
  [, colleague] = await memberAs("manager");
});

async function memberAs(role: "manager" | "owner", of = salon): Promise<[Person, Caller]> {
  const made = await makeMember(db, of.businessId, role);
  return [made, app.as(made.token)];
}

async function bookMyself(of = salon): Promise<string> {
  const { status, body } = await me.post("/v1/bookings", { items: [haircut(of, TEN)] });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

function expectAnotherMember(answer: Answer): void {
  expect([answer.status, problemOf(answer)], JSON.stringify(answer.body)).toEqual([
    403,
    "forbidden",
  ]);
  expect(answer.body.detail).toMatch(/another member|عضو آخر/);
}

test("a member cancels their own booking as a customer: with the fee, and not after it has begun", async () => {
  const terms = { free_cancel_hours: 72, cancel_fee_percent: 50 };
  const strict = await makeSalon(db, { terms });
  [person, me] = await memberAs("owner", strict);
  const id = await bookMyself(strict);
  clock.set(Date.parse(TEN) - 24 * HOUR_MS);
  const quote = await me.get(`/v1/bookings/${id}/cancellation`);
  expect(quote.body).toMatchObject({ allowed: true, fee: sar(5_000) });
  clock.set(TEN);
  const late = await me.post(`/v1/bookings/${id}/cancellation`);
  expect([late.status, late.body.reasons[0].rule]).toEqual([422, "already-begun"]);
});

test("a member cannot complete, mark no-show or check in their own booking; another member can", async () => {
  for (const resource of ["completion", "noShow", "checkIn"]) {
    clock.set(morning);
    const id = await bookMyself();
    clock.set(TEN);
    expectAnotherMember(await me.post(`/v1/bookings/${id}/${resource}`));
    expect((await colleague.post(`/v1/bookings/${id}/${resource}`)).status).toBe(200);
  }
  await work();
  expect(await brokenChecks(app)).toEqual([]);
});

test("a member cannot accept their own request or record their own payment at the desk", async () => {
  const choosy = await makeSalon(db, { terms: { acceptance: "manual" } });
  [person, me] = await memberAs("owner", choosy);
  const waiting = await bookMyself(choosy);
  expectAnotherMember(await me.post(`/v1/bookings/${waiting}/confirmation`));

  const prepaid = await makeSalon(db, { terms: { payment_terms: "full" } });
  [person, me] = await memberAs("owner", prepaid);
  const held = await bookMyself(prepaid);
  const cash = { paidBy: { kind: "cash", amount: { amount: 10_000, currency: "SAR" } } };
  expectAnotherMember(await me.post(`/v1/bookings/${held}/confirmation`, cash));
  const [, other] = await memberAs("manager", prepaid);
  const body = { method: "cash", amount: sar(10_000) };
  expect((await other.post(`/v1/bookings/${held}/confirmation`, cash)).status).toBe(200);
  expectAnotherMember(await me.post(`/v1/bookings/${held}/payments`, body));
});

test("a member cannot refund themselves or hand themselves the cash", async () => {
  const id = await bookMyself();
  const paid = await colleague.post(`/v1/bookings/${id}/payments`, {
    method: "cash",
    amount: sar(10_000),
  });
  const refunds = `/v1/payments/${paid.body.id}/refunds`;
  const back = { amount: sar(2_000), reason: "the water was cold" };
  expectAnotherMember(await me.post(refunds, back));
  const given = await colleague.post(refunds, back);
  expect(given.status).toBe(201);
  const handover = `/v1/manage/businesses/${salon.businessId}/refunds/${given.body.id}/handover`;
  expectAnotherMember(await me.post(handover));
  expect((await colleague.post(handover)).status).toBe(200);
  for (const what of ["capture", "void"]) {
    expectAnotherMember(await me.post(`/v1/payments/${paid.body.id}/${what}`));
  }
});

test("a member's wallet payment confirms their own booking like any customer's", async () => {
  const prepaid = await makeSalon(db, { terms: { payment_terms: "full" } });
  [person, me] = await memberAs("owner", prepaid);
  await fillWallet(app, person.id, 10_000);
  const id = await bookMyself(prepaid);
  const { body } = await me.get(`/v1/bookings/${id}`);
  const paid = await me.post(`/v1/orders/${body.orderId}/payments`, { method: "wallet" });
  expect(paid.status, JSON.stringify(paid.body)).toBe(201);
  expect((await me.get(`/v1/bookings/${id}`)).body.status).toBe("confirmed");
});

test("a member requests a change of their own booking as its customer, and cannot accept it", async () => {
  const choosy = await makeSalon(db, { staff: 2, terms: { acceptance: "manual" } });
  [person, me] = await memberAs("owner", choosy);
  const [, other] = await memberAs("manager", choosy);
  const id = await bookMyself(choosy);
  await other.post(`/v1/bookings/${id}/confirmation`);
  const { body } = await me.get(`/v1/bookings/${id}`);
  const items = [{ id: body.items[0].id, start: "2026-11-24T14:00:00+03:00" }];
  const asked = await me.post(`/v1/bookings/${id}/amendments`, { items });
  expect(asked.body).toMatchObject({ status: "awaitingAcceptance", acceptance: "again" });
  const acceptance = `/v1/bookings/${id}/amendments/${asked.body.id}/acceptance`;
  expectAnotherMember(await me.post(acceptance));
  expect((await other.post(acceptance)).body.status).toBe("applied");
});

test("a member acts for the business on another person's booking", async () => {
  const [, customer] = await memberAs("manager", await makeSalon(db));
  const { body } = await customer.post("/v1/bookings", { items: [haircut(salon, TEN)] });
  clock.set(TEN);
  const cancelled = await me.post(`/v1/bookings/${body.id}/cancellation`);
  expect(cancelled.body).toMatchObject({ status: "cancelled", cancelledBy: "business" });
});

test.each([
  ["completed", "status = 'completed'"],
  ["marked no-show", "status = 'no_show'"],
  ["checked in", "checked_in_at = app_now()"],
  ["cancelled by the business", "status = 'cancelled', cancelled_by = 'business'"],
  ["paid at the desk", `paid_by = '{"kind": "cash"}'`],
])("even the database owner cannot have a booking %s by its own customer", async (_, change) => {
  const id = await bookMyself();
  const move = owner.transaction().execute(async (tx) => {
    const now = instantText(Date.parse(TEN));
    await sql`select set_config('app.now', ${now}, true),
      set_config('app.actor', ${`user:${person.id}`}, true)`.execute(tx);
    await sql`update bookings set ${sql.raw(change)} where id = ${id}`.execute(tx);
  });
  await expect(move).rejects.toMatchObject({ code: "42501" });
});

test("even the database owner cannot record a refund that a member requested for themselves", async () => {
  const id = await bookMyself();
  const cash = { method: "cash", amount: sar(10_000) };
  const paid = await colleague.post(`/v1/bookings/${id}/payments`, cash);
  const promise =
    sql`insert into refunds (business_id, id, payment_id, booking_id, amount_minor, currency, destination,
      cause, status, requested_by)
    values (${salon.businessId}, gen_random_uuid(), ${paid.body.id}, ${id}, 1, 'SAR', 'source', 'business', 'requested',
      ${`user:${person.id}`})`.execute(owner);
  await expect(promise).rejects.toMatchObject({ code: "42501" });
});

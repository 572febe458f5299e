import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { sqlState, type SqlError } from "../../src/db/sql-error.ts";
import { postLedger, type Posting } from "../../src/ledger/post.ts";
import { refundDestination, type Origin } from "../../src/refund/refund-destination.ts";
import { haircut, problemOf } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { fillWallet, sar, startMoneyApp } from "../harness/money-app.ts";
import { makeMember, makePerson, platform } from "../harness/people.ts";
import { payAsPerson } from "../harness/sandbox.ts";
import { morning } from "../harness/test-app.ts";
import { brokenChecks } from "../races/arena.ts";

const app = await startMoneyApp();
const { db, owner, clock, sandbox, work } = app;
const returnUrl = "https://book.example/back";
const NEXT_DAY = "2026-11-24T10:00:00+03:00";

let salon: Salon;
let customer: Caller;
let customerId: string;
let manager: Caller;
let staff: Caller;
let manage: string;

beforeEach(async () => {
  clock.set(morning);
  sandbox.reset();
  salon = await makeSalon(db, { staff: 3 });
  const person = await makePerson(db);
  customerId = person.id;
  customer = app.as(person.token);
  manager = app.as((await makeMember(db, salon.businessId, "manager")).token);
  staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
  manage = `/v1/manage/businesses/${salon.businessId}`;
});

/** An appointment, all of it paid in cash. */
async function payCash(): Promise<{ bookingId: string; paymentId: string }> {
  const { body } = await customer.post("/v1/bookings", { items: [haircut(salon, NEXT_DAY)] });
  const url = `/v1/bookings/${body.id}/payments`;
  const paid = await staff.post(url, { method: "cash", amount: sar(10_000) });
  expect(paid.status, JSON.stringify(paid.body)).toBe(201);
  return { bookingId: body.id, paymentId: paid.body.id };
}

const inWallet = async () => (await customer.get("/v1/wallet")).body.items[0].balance.amount;

describe("the destination of a refund", () => {
  const someone = newId();
  test.each<[Origin, "source" | "wallet", "source" | "wallet"]>([
    [{ gateway: "venue", customer_id: someone }, "wallet", "source"],
    [{ gateway: "venue", customer_id: null }, "source", "source"],
    [{ gateway: "wallet", customer_id: someone }, "source", "wallet"],
    [{ gateway: "moyasar", customer_id: someone }, "source", "source"],
    [{ gateway: "moyasar", customer_id: someone }, "wallet", "wallet"],
    [{ gateway: "stripe", customer_id: null }, "wallet", "source"],
  ])("for a payment of %o, when the %s is requested, is the %s", (origin, wanted, expected) => {
    expect(refundDestination(origin, wanted)).toBe(expected);
  });
});

describe("a refund of cash", () => {
  test("cannot be sent to the wallet by a manager or the platform", async () => {
    const { paymentId } = await payCash();
    const admin = app.as((await makePerson(db, { admin: true })).token);
    for (const by of [manager, admin]) {
      const body = { destination: "wallet", reason: "please" };
      const refused = await by.post(`/v1/payments/${paymentId}/refunds`, body);
      expect([refused.status, problemOf(refused)]).toEqual([422, "invalid-request"]);
      expect(refused.body.errors[0].pointer).toBe("/destination");
    }
    expect(await inWallet()).toBe(0);
  });

  test("is listed as owed until the venue hands it over, and the handover is audited", async () => {
    const { bookingId, paymentId } = await payCash();
    const given = { amount: sar(2_500), reason: "the water was cold" };
    const { body: refund } = await manager.post(`/v1/payments/${paymentId}/refunds`, given);
    await work();
    const { body: owed } = await staff.get(`${manage}/cashOwed?handedOver=false`);
    expect(owed.items).toEqual([
      expect.objectContaining({
        id: refund.id,
        paymentId,
        bookingId,
        amount: sar(2_500),
        method: "cash",
        cause: "business",
        reason: "the water was cold",
        handedOverAt: null,
      }),
    ]);
    expect(owed.items[0].customer.id).toBe(customerId);
    const handed = await staff.post(`${manage}/refunds/${refund.id}/handover`);
    expect([handed.status, handed.body.handedOverAt]).toEqual([200, morning]);
    expect((await staff.get(`${manage}/cashOwed?handedOver=false`)).body.items).toEqual([]);
    expect((await staff.get(`${manage}/cashOwed`)).body.items).toEqual([handed.body]);
    const again = await staff.post(`${manage}/refunds/${refund.id}/handover`);
    expect([again.status, problemOf(again)]).toEqual([409, "invalid-transition"]);
    const { body: audit } = await manager.get(`${manage}/audit`);
    expect(audit.items[0]).toMatchObject({
      action: "refund.handedOver",
      subjectKind: "refund",
      subjectId: refund.id,
    });
    expect(await brokenChecks(app)).toEqual([]);
  });

  test("can be handed over only by people of that venue", async () => {
    const { paymentId } = await payCash();
    const { body } = await manager.post(`/v1/payments/${paymentId}/refunds`, { reason: "sorry" });
    const other = await makeSalon(db);
    const stranger = app.as((await makeMember(db, other.businessId, "owner")).token);
    const theirs = `/v1/manage/businesses/${other.businessId}/refunds/${body.id}/handover`;
    for (const [who, url] of [
      [stranger, `${manage}/refunds/${body.id}/handover`],
      [stranger, theirs],
      [customer, `${manage}/refunds/${body.id}/handover`],
    ] as const) {
      expect((await who.post(url)).status).toBe(404);
    }
  });
});

test("the desk cannot hand over a card refund: the gateway sends it", async () => {
  const paid = await makeSalon(db, { terms: { payment_terms: "full" } });
  const boss = app.as((await makeMember(db, paid.businessId, "manager")).token);
  const { body: order } = await customer.post("/v1/orders", { items: [haircut(paid, NEXT_DAY)] });
  const how = { method: "card", returnUrl };
  const { body: payment } = await customer.post(`/v1/orders/${order.id}/payments`, how);
  await payAsPerson(payment.redirectUrl, { outcome: "approve" });
  await work();
  const { body } = await boss.post(`/v1/payments/${payment.id}/refunds`, { reason: "sorry" });
  const url = `/v1/manage/businesses/${paid.businessId}`;
  const refused = await boss.post(`${url}/refunds/${body.id}/handover`);
  expect([refused.status, problemOf(refused)]).toEqual([409, "conflict"]);
  expect((await boss.get(`${url}/cashOwed`)).body.items).toEqual([]);
});

describe("the database", () => {
  const WRONG_WAY = "refund_goes_where_it_came_from";
  const NO_MONEY = "wallet_credits_are_money";
  const broken = (written: Promise<unknown>) =>
    written.then(
      () => undefined,
      (error: unknown) => (sqlState(error) === "23514" ? (error as SqlError).constraint : error),
    );

  function insertRefund(payment: { bookingId: string; paymentId: string }, destination: string) {
    return inTransaction(db, platform, (tx) =>
      sql`
        insert into refunds (business_id, id, payment_id, booking_id, amount_minor, currency, destination, cause, status,
          requested_by)
        values (${salon.businessId}, ${newId()}, ${payment.paymentId}, ${payment.bookingId}, 10000, 'SAR', ${destination},
          'business', 'requested', 'somebody')`.execute(tx),
    );
  }

  test("refuses to insert or redirect a refund of cash to a wallet", async () => {
    const payment = await payCash();
    expect(await broken(insertRefund(payment, "wallet"))).toBe(WRONG_WAY);
    await insertRefund(payment, "source");
    const change = sql`update refunds set destination = 'wallet' where payment_id = ${payment.paymentId}`;
    expect(await broken(change.execute(owner))).toBe(WRONG_WAY);
  });

  /** Credits the customer's wallet through postLedger directly. */
  function credit(posting: Pick<Posting, "kind" | "paymentId">) {
    return inTransaction(db, platform, (tx) =>
      postLedger(
        tx,
        {
          key: `gift:${newId()}`,
          currency: "SAR",
          ...posting,
          transfers: [
            {
              from: { kind: "write_off" },
              to: { kind: "customer_wallet", userId: customerId },
              amountMinor: 10_000,
            },
          ],
        },
        clock.now(),
      ),
    );
  }

  test("refuses any wallet credit that no payment stands behind, whatever its kind", async () => {
    const { paymentId } = await payCash();
    for (const kind of ["adjustment", "top_up", "refund_paid", "wallet_release"] as const) {
      expect(await broken(credit({ kind })), kind).toBe(NO_MONEY);
      expect(await broken(credit({ kind, paymentId })), kind).toBe(NO_MONEY);
    }
    expect(await inWallet()).toBe(0);
  });

  test("refuses to credit a top-up to another person's wallet", async () => {
    await fillWallet(app, (await makePerson(db)).id, 10_000);
    const { rows } = await sql<{ id: string }>`
      select id from payments where purpose = 'top_up' order by created_at desc, id desc limit 1`.execute(
      owner,
    );
    const paymentId = rows[0]!.id;
    expect(await broken(credit({ kind: "top_up", paymentId }))).toBe(NO_MONEY);
  });

  test("control: with the trigger off, credits a wallet from nothing, and verify reports it", async () => {
    await sql`alter table ledger_entries disable trigger wallet_credits_are_money`.execute(owner);
    await credit({ kind: "adjustment" });
    await sql`alter table ledger_entries enable trigger wallet_credits_are_money`.execute(owner);
    expect(await inWallet()).toBe(10_000);
    expect(await brokenChecks(app)).toContain(
      "every wallet credit is a top-up, a returned hold of the same wallet, or a refund",
    );
  });
});

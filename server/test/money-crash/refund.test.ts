import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeMember } from "../harness/people.ts";
import {
  ask,
  atGateway,
  makeCustomer,
  makeHolds,
  payWhole,
  PRICE,
  standing,
} from "../money-races/paying.ts";
import { without } from "../races/arena.ts";
import { openMortal } from "./mortal.ts";
import { balanceOf, expectWhole } from "./payer.ts";
import type { Point } from "./points.ts";

/** The server is killed while money goes back. */

const mortal = await openMortal();
const PART = 4_000;
const send = () => mortal.work("send-refunds");

async function makePaid(destination: "source" | "wallet" = "source") {
  const customer = await makeCustomer(mortal);
  const [held] = await makeHolds(mortal, [customer]);
  const paymentId = await payWhole(mortal, customer.caller(), held!);
  const { token } = await makeMember(mortal.db, held!.salon.businessId, "manager");
  const before = (await atGateway(mortal)).refunded;
  const refunded = async () => (await atGateway(mortal)).refunded - before;
  const key = { "idempotency-key": crypto.randomUUID() };
  const wanted = { amount: { amount: PART, currency: "SAR" }, reason: "sorry", destination };
  return {
    refund: () => mortal.as(token).post(`/v1/payments/${paymentId}/refunds`, wanted, key),
    cancel: () => customer.caller().post(`/v1/bookings/${held!.bookingId}/cancellation`),
    refunded,
    inWallet: () => balanceOf(customer),
    /** Promised once and paid once. */
    expectOnce: async (end = "confirmed partially_refunded") => {
      expect(await standing(mortal, [held!.bookingId])).toEqual([end]);
      const postings = await ask(
        mortal,
        sql<object>`
          select count(*) filter (where kind = 'refund_requested')::int as promised,
            count(*) filter (where kind = 'refund_paid')::int as paid
          from ledger_transactions where payment_id = ${paymentId}`,
      );
      expect(postings).toEqual({ promised: 1, paid: 1 });
      await expectWhole(mortal);
    },
  };
}

test.each<[string, Point]>([
  ["it is being promised", { writing: "refunds" }],
  ["it is promised, and the manager not answered", { writing: "idempotency_keys" }],
])("killed when %s: asked again it is promised once, and goes back once", async (_, point) => {
  const { refund, refunded, expectOnce } = await makePaid();
  await mortal.killAt(point, refund);
  const { status, body } = await refund();
  expect(status).toBe(201);
  expect((await refund()).body).toEqual(body);
  await mortal.workAll();
  expect(await refunded()).toBe(PART);
  await expectOnce();
});

const fetched = /^GET \/v1\/invoices/;
const sent = /refund$/;
test.each<[string, Point]>([
  ["it is being claimed", { writing: "refunds" }],
  ["it is claimed, and the gateway not asked what it has given back", { asked: fetched }],
  ["that is being written down", { acted: fetched, writing: "refunds" }],
  ["that is written down, and the gateway is about to give back", { asked: sent }],
  ["the gateway has given back, and its answer is lost", { acted: sent }],
  ["that it was given back is being written", { acted: sent, writing: "ledger_transactions" }],
])("killed when %s: another worker finishes, and it goes back once", async (_, point) => {
  const { refund, refunded, expectOnce } = await makePaid();
  expect((await refund()).status).toBe(201);
  await mortal.killAt(point, send);
  await mortal.workAll();
  expect(await refunded()).toBe(PART);
  await expectOnce();
});

test("to the wallet, killed when it is being filled: another worker fills it once", async () => {
  const { refund, refunded, inWallet, expectOnce } = await makePaid("wallet");
  expect((await refund()).status).toBe(201);
  await mortal.killAt({ writing: "ledger_transactions" }, send);
  expect(await inWallet()).toBe(0);
  await mortal.workAll();
  expect([await inWallet(), await refunded()]).toEqual([PART, 0]);
  await expectOnce();
});

test.each<[string, Point]>([
  ["what follows for the money is being written", { writing: "refunds" }],
  ["the gateway has given it back, and its answer is lost", { acted: sent }],
])(
  "after a cancellation, killed when %s: another worker finishes, and all goes back once",
  async (_, point) => {
    const { cancel, refunded, expectOnce } = await makePaid();
    expect((await cancel()).status).toBe(200);
    await mortal.killAt(point, () => mortal.work("outbox"));
    await mortal.workAll();
    expect(await refunded()).toBe(PRICE);
    await expectOnce("cancelled refunded");
  },
);

test("where what was given back before is not written down, it goes back twice", async () => {
  const { refund, refunded } = await makePaid();
  expect((await refund()).status).toBe(201);
  await without(
    mortal,
    `create function forget() returns trigger language plpgsql as
     $$ begin new.before_minor := null; return new; end $$`,
    "create trigger forget before update on refunds for each row execute function forget()",
  );
  await mortal.killAt({ acted: sent }, send);
  await mortal.workAll();
  expect(await refunded()).toBe(2 * PART);
});

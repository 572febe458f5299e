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

/** The server is killed during a refund. */

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
    /** Expects one posting as requested and one as paid. */
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
  ["the refund is being written", { writing: "refunds" }],
  ["the refund is written but the manager is not answered", { writing: "idempotency_keys" }],
])(
  "server killed when %s: a retry requests the refund once, and it is sent once",
  async (_, point) => {
    const { refund, refunded, expectOnce } = await makePaid();
    await mortal.killAt(point, refund);
    const { status, body } = await refund();
    expect(status).toBe(201);
    expect((await refund()).body).toEqual(body);
    await mortal.workAll();
    expect(await refunded()).toBe(PART);
    await expectOnce();
  },
);

const fetched = /^GET \/v1\/invoices/;
const sent = /refund$/;
test.each<[string, Point]>([
  ["the refund is being claimed", { writing: "refunds" }],
  [
    "the refund is claimed and the gateway is about to be asked for the refunded sum",
    { asked: fetched },
  ],
  ["the refunded sum is being written", { acted: fetched, writing: "refunds" }],
  ["the refunded sum is written and the gateway is about to refund", { asked: sent }],
  ["the gateway has refunded but its answer is lost", { acted: sent }],
  ["the completed refund is being written", { acted: sent, writing: "ledger_transactions" }],
])(
  "worker killed when %s: another worker finishes, and the refund is sent once",
  async (_, point) => {
    const { refund, refunded, expectOnce } = await makePaid();
    expect((await refund()).status).toBe(201);
    await mortal.killAt(point, send);
    await mortal.workAll();
    expect(await refunded()).toBe(PART);
    await expectOnce();
  },
);

test("worker killed while it credits a refund to the wallet: another worker credits it once", async () => {
  const { refund, refunded, inWallet, expectOnce } = await makePaid("wallet");
  expect((await refund()).status).toBe(201);
  await mortal.killAt({ writing: "ledger_transactions" }, send);
  expect(await inWallet()).toBe(0);
  await mortal.workAll();
  expect([await inWallet(), await refunded()]).toEqual([PART, 0]);
  await expectOnce();
});

test.each<[string, Point]>([
  ["the refund is being written", { writing: "refunds" }],
  ["the gateway has refunded but its answer is lost", { acted: sent }],
])(
  "worker killed after a cancellation when %s: another worker finishes, and the full amount is refunded once",
  async (_, point) => {
    const { cancel, refunded, expectOnce } = await makePaid();
    expect((await cancel()).status).toBe(200);
    await mortal.killAt(point, () => mortal.work("outbox"));
    await mortal.workAll();
    expect(await refunded()).toBe(PRICE);
    await expectOnce("cancelled refunded");
  },
);

test("control: with the earlier refunded sum not recorded, the refund is sent twice", async () => {
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

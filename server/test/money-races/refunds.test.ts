import { sql } from "kysely";
import { expect, test } from "vitest";
import { systemClock } from "../../src/base/time.ts";
import { requestEndedRefunds } from "../../src/checkout/refund-ended.ts";
import { refundPayment } from "../../src/refund/refund-payment.ts";
import type { Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { asPlatform } from "../../src/payment/money-parts.ts";
import { getPayment } from "../../src/payment/payments.ts";
import { makeMember } from "../harness/people.ts";
import { brokenChecks, race, tally, without, won } from "../races/arena.ts";
import { inLine } from "./in-line.ts";
import { openMoneyArenas, type MoneyArena } from "./money-arena.ts";
import { ask, atGateway, makeCustomer, makeHolds, payWhole, PRICE } from "./paying.ts";

const { guarded, unbounded, unleased } = await openMoneyArenas([
  "guarded",
  "unbounded",
  "unleased",
]);
await without(unbounded, "alter table payment_shares drop constraint refunds_within_share");
await without(unbounded, "drop trigger payment_shares_allocate on payment_shares");
await without(
  unleased,
  `create function no_lease() returns trigger language plpgsql as
   $$ begin new.claimed_until := null; return new; end $$`,
  "create trigger no_lease before update on refunds for each row execute function no_lease()",
);

const MANAGERS = 20;

/** A booking that was paid for, and its manager. */
async function makePaid(arena: MoneyArena) {
  const customer = await makeCustomer(arena);
  const [held] = await makeHolds(arena, [customer]);
  const paymentId = await payWhole(arena, customer.caller(), held!);
  const { token } = await makeMember(arena.db, held!.salon.businessId, "manager");
  const before = (await atGateway(arena)).refunded;
  return {
    customer,
    paymentId,
    bookingId: held!.bookingId,
    refund: (server: number, more: object = {}) =>
      arena
        .as(token, server)
        .post(`/v1/payments/${paymentId}/refunds`, { reason: "sorry", ...more }),
    promised: () =>
      ask(
        arena,
        sql<{ times: number; minor: number }>`
          select count(*)::int as times, coalesce(sum(amount_minor), 0)::bigint as minor from refunds
          where payment_id = ${paymentId} and status <> 'failed'`,
      ),
    refundedAtGateway: async () => (await atGateway(arena)).refunded - before,
  };
}

test("twenty managers give the same money back at once: one does, and it goes back once", async () => {
  const { refund, promised, refundedAtGateway } = await makePaid(guarded);
  const requests = Array.from({ length: MANAGERS }, (_, n) => () => refund(n));
  const answers = await race(guarded, requests, { tables: ["refunds"] });
  expect(tally(answers)).toEqual({ "201": 1, "422 invalid-request": MANAGERS - 1 });
  await guarded.workAll();
  expect(await promised()).toEqual({ times: 1, minor: PRICE });
  expect(await refundedAtGateway()).toBe(PRICE);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("in parts, as many as fit are given", async () => {
  const { refund, promised, refundedAtGateway } = await makePaid(guarded);
  const part = { amount: { amount: PRICE / 4, currency: "SAR" } };
  const requests = Array.from({ length: MANAGERS }, (_, n) => () => refund(n, part));
  const answers = await race(guarded, requests, { tables: ["refunds"] });
  expect(won(answers)).toHaveLength(4);
  await guarded.workAll();
  expect(await promised()).toEqual({ times: 4, minor: PRICE });
  expect(await refundedAtGateway()).toBe(PRICE);
});

/** Two managers who have both looked at what is left before either is heard: the code's lock on the payment is left out. */
async function refundUnlocked(arena: MoneyArena, paymentId: string): Promise<number> {
  const command = (tx: Tx) =>
    getPayment(tx, paymentId).then((payment) => {
      const by = { label: "user:manager", kind: "business", mayRefund: () => true } as const;
      const refund = { destination: "source", reason: "sorry", by } as const;
      return refundPayment(tx, payment, refund, Date.now());
    });
  const ends = await inLine(
    arena,
    ["refunds"],
    [
      () => inTransaction(arena.db, asPlatform("test", systemClock), command),
      () => inTransaction(arena.db, asPlatform("test", systemClock), command),
    ],
  );
  return ends.filter(({ status }) => status === "fulfilled").length;
}

test("two managers who do not wait for each other: the second finds nothing left to promise", async () => {
  const { paymentId, promised } = await makePaid(guarded);
  expect(await refundUnlocked(guarded, paymentId)).toBe(1);
  expect(await promised()).toEqual({ times: 1, minor: PRICE });
});

test("the same where a part of a payment may be promised twice: it is", async () => {
  const { paymentId, promised } = await makePaid(unbounded);
  expect(await refundUnlocked(unbounded, paymentId)).toBe(2);
  expect(await promised()).toEqual({ times: 2, minor: 2 * PRICE });
});

/** The booking was cancelled; the worker promises its money back while a manager does the same. */
async function cancelAgainstManager(arena: MoneyArena, isWorkerFirst: boolean) {
  const { customer, bookingId, refund, ...paid } = await makePaid(arena);
  const cancelled = await customer.caller().post(`/v1/bookings/${bookingId}/cancellation`);
  expect(cancelled.status).toBe(200);
  const byWorker = () =>
    inTransaction(arena.db, asPlatform("test", systemClock), (tx) =>
      requestEndedRefunds(tx, bookingId, Date.now()),
    );
  const byManager = () => refund(1);
  const both = isWorkerFirst ? [byWorker, byManager] : [byManager, byWorker];
  await inLine<unknown>(arena, ["refunds"], both);
  await arena.workAll();
  return paid;
}

test.each([
  ["the worker", true],
  ["the manager", false],
])(
  "a cancellation's refund against a manager's, %s first: one of them",
  async (_, isWorkerFirst) => {
    const { promised, refundedAtGateway } = await cancelAgainstManager(guarded, isWorkerFirst);
    expect(await promised()).toEqual({ times: 1, minor: PRICE });
    expect(await refundedAtGateway()).toBe(PRICE);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test("the same where a part of a payment may be promised twice: both", async () => {
  const { promised } = await cancelAgainstManager(unbounded, true);
  expect(await promised()).toEqual({ times: 2, minor: 2 * PRICE });
  expect(await brokenChecks(unbounded)).not.toEqual([]);
});

/** While one process stands before the gateway with a refund, another comes to send what is due. */
async function sendAtOnce(arena: MoneyArena) {
  const { refund, refundedAtGateway } = await makePaid(arena);
  const asked = await refund(0, { amount: { amount: 4_000, currency: "SAR" } });
  expect(asked.status).toBe(201);
  const { promise: isOpen, resolve: open } = Promise.withResolvers<void>();
  let waiting = 0;
  arena.relay.at.before = (what) => {
    if (!what.endsWith("/refund")) return undefined;
    waiting += 1;
    return isOpen;
  };
  const first = arena.work("send-refunds", 0);
  await expect.poll(() => waiting).toBe(1);
  let isSecondDone = false;
  const second = arena.work("send-refunds", 1).then(() => void (isSecondDone = true));
  await expect.poll(() => waiting === 2 || isSecondDone).toBe(true);
  open();
  await Promise.all([first, second]);
  arena.relay.at = {};
  return { times: waiting, minor: await refundedAtGateway() };
}

test("two processes send one refund at once: the gateway is asked for it once", async () => {
  expect(await sendAtOnce(guarded)).toEqual({ times: 1, minor: 4_000 });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the same where a claim is not written down: it goes back twice", async () => {
  expect(await sendAtOnce(unleased)).toEqual({ times: 2, minor: 8_000 });
});

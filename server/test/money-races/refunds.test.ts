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

/** Makes a paid booking and its manager. */
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

test("when twenty managers refund the same money at once, one succeeds and it is sent once", async () => {
  const { refund, promised, refundedAtGateway } = await makePaid(guarded);
  const requests = Array.from({ length: MANAGERS }, (_, n) => () => refund(n));
  const answers = await race(guarded, requests, { tables: ["refunds"] });
  expect(tally(answers)).toEqual({ "201": 1, "422 invalid-request": MANAGERS - 1 });
  await guarded.workAll();
  expect(await promised()).toEqual({ times: 1, minor: PRICE });
  expect(await refundedAtGateway()).toBe(PRICE);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("when twenty managers refund a quarter each at once, four succeed", async () => {
  const { refund, promised, refundedAtGateway } = await makePaid(guarded);
  const part = { amount: { amount: PRICE / 4, currency: "SAR" } };
  const requests = Array.from({ length: MANAGERS }, (_, n) => () => refund(n, part));
  const answers = await race(guarded, requests, { tables: ["refunds"] });
  expect(won(answers)).toHaveLength(4);
  await guarded.workAll();
  expect(await promised()).toEqual({ times: 4, minor: PRICE });
  expect(await refundedAtGateway()).toBe(PRICE);
});

/** Two managers who both read what is left before either writes: the program's lock on the payment is left out. */
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

test("of two refunds without the program's lock, the database refuses the second", async () => {
  const { paymentId, promised } = await makePaid(guarded);
  expect(await refundUnlocked(guarded, paymentId)).toBe(1);
  expect(await promised()).toEqual({ times: 1, minor: PRICE });
});

test("control: with the limit on refunds off, both refunds are accepted", async () => {
  const { paymentId, promised } = await makePaid(unbounded);
  expect(await refundUnlocked(unbounded, paymentId)).toBe(2);
  expect(await promised()).toEqual({ times: 2, minor: 2 * PRICE });
});

/** The booking was cancelled; the worker and a manager request its refund at the same time. */
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
  "of a cancellation's refund and a manager's at once, %s first, one is made",
  async (_, isWorkerFirst) => {
    const { promised, refundedAtGateway } = await cancelAgainstManager(guarded, isWorkerFirst);
    expect(await promised()).toEqual({ times: 1, minor: PRICE });
    expect(await refundedAtGateway()).toBe(PRICE);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test("control: with the limit on refunds off, the cancellation's and the manager's refund are both made", async () => {
  const { promised } = await cancelAgainstManager(unbounded, true);
  expect(await promised()).toEqual({ times: 2, minor: 2 * PRICE });
  expect(await brokenChecks(unbounded)).not.toEqual([]);
});

/** Runs a second sending process while the first waits at the gateway with a refund. */
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

test("when two processes send one refund at once, the gateway is asked once", async () => {
  expect(await sendAtOnce(guarded)).toEqual({ times: 1, minor: 4_000 });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: with the claim not recorded, the refund is sent twice", async () => {
  expect(await sendAtOnce(unleased)).toEqual({ times: 2, minor: 8_000 });
});

import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import { checkPayment } from "../../src/payment/check-payment.ts";
import { reconcilePayments } from "../../src/payment/reconcile.ts";
import { GatewayRefused, GatewayUnclear } from "../../src/payment/gateway.ts";
import { makeSalon } from "../harness/businesses.ts";
import { killed } from "./fake-gateway.ts";
import { openTill, PRICE, type OpenPayment } from "./paid-orders.ts";

const till = await openTill();
const { gateway, parts, clock, owner } = till;

const reconcile = () => reconcilePayments(parts);
const away = () => {
  throw new GatewayUnclear("time-out");
};

beforeEach(async () => {
  gateway.at = {};
  // Stops polling of payments that earlier tests left open.
  await sql`update payments set next_poll_at = null`.execute(owner);
  gateway.asked.length = 0;
  gateway.closed.length = 0;
});

test("a payment without a webhook is found: the booking is confirmed, and polling stops", async () => {
  const payment = await till.begin();
  gateway.takeMoney(payment.id);
  expect(await reconcile()).toBe(0);
  expect(gateway.asked).toEqual([]);
  clock.advance(15_000);
  expect(await reconcile()).toBe(1);
  expect(await till.bookingStatus(payment)).toBe("confirmed");
  expect(await till.payment(payment.id)).toMatchObject({ status: "paid", next_poll_at: null });
  clock.advance(DAY_MS);
  gateway.asked.length = 0;
  await reconcile();
  expect(gateway.asked).toEqual([]);
});

test("a payment still open at the bank is polled less and less often", async () => {
  const payment = await till.begin();
  const waits: number[] = [];
  for (let asked = 0; asked < 6; asked += 1) {
    const start = clock.now();
    while (gateway.asked.length === asked) {
      clock.advance(5_000);
      await reconcile();
    }
    waits.push((clock.now() - start) / 1_000);
  }
  expect(waits).toEqual([15, 15, 30, 60, 120, 300]);
  expect((await till.payment(payment.id)).status).toBe("initiated");
});

test("three workers at once poll each payment once", async () => {
  const payments = await Promise.all([till.begin(), till.begin(), till.begin()]);
  clock.advance(15_000);
  await Promise.all([reconcile(), reconcile(), reconcile()]);
  expect(gateway.asked.toSorted()).toEqual(payments.map(({ id }) => id).toSorted());
});

test("control: with the next poll not put off before asking, all workers ask", async () => {
  await sql`create function never_put_off() returns trigger language plpgsql as
    $$ begin if new.polls > old.polls then new.next_poll_at := old.next_poll_at; end if; return new; end $$`.execute(
    owner,
  );
  const payment = await till.begin();
  clock.advance(15_000);
  await sql`create trigger never_put_off before update on payments
    for each row execute function never_put_off()`.execute(owner);
  // The first worker still waits at the gateway when the second looks for work.
  const { promise: isOpen, resolve: open } = Promise.withResolvers<void>();
  gateway.at = { "find:before": () => isOpen };
  try {
    const first = reconcile();
    await expect.poll(() => gateway.asked).toEqual([payment.id]);
    const second = reconcile();
    await expect.poll(() => gateway.asked).toEqual([payment.id, payment.id]);
    open();
    await Promise.all([first, second]);
  } finally {
    await sql`drop trigger never_put_off on payments`.execute(owner);
  }
});

test("a payment whose poll fails does not hold up the others", async () => {
  const payments = await Promise.all(Array.from({ length: 12 }, () => till.begin()));
  for (const { id } of payments) gateway.takeMoney(id);
  const [bad] = payments;
  gateway.at = {
    "find:before": (id) => {
      if (id === bad!.id) throw new Error("nobody thought of this");
    },
  };
  clock.advance(15_000);
  expect(await reconcile()).toBe(11);
  expect((await till.payment(bad!.id)).status).toBe("initiated");
  gateway.at = {};
  clock.advance(15_000);
  expect(await reconcile()).toBe(1);
});

test("an unreachable gateway is left alone for a while, then all payments settle", async () => {
  const payments = await Promise.all(Array.from({ length: 12 }, () => till.begin()));
  for (const { id } of payments) gateway.takeMoney(id);
  gateway.at = { "find:before": away };
  clock.advance(15_000);
  expect(await reconcile()).toBe(0);
  expect(gateway.asked).toHaveLength(5);
  gateway.at = {};
  clock.advance(MINUTE_MS);
  expect(await reconcile()).toBe(12);
});

test("a worker that dies while asking leaves the payment to the next worker", async () => {
  const payment = await till.begin();
  gateway.takeMoney(payment.id);
  gateway.at = { "find:before": killed };
  clock.advance(15_000);
  void reconcile();
  await expect.poll(() => gateway.asked).toEqual([payment.id]);
  gateway.at = {};
  expect(await reconcile()).toBe(0);
  clock.advance(15_000);
  expect(await reconcile()).toBe(1);
  expect(await till.bookingStatus(payment)).toBe("confirmed");
});

/** Moves the clock from poll to poll until an instant (epoch ms). @returns when the payment was polled */
async function pollsUntil(paymentId: string, until: number): Promise<number[]> {
  const looks: number[] = [];
  for (;;) {
    const { next_poll_at: next } = await till.payment(paymentId);
    if (next === null || Date.parse(next) > until) break;
    clock.set(next);
    await reconcile();
    looks.push(clock.now());
  }
  clock.set(until);
  return looks;
}

async function instantOf(query: ReturnType<typeof sql<{ at: string }>>): Promise<number> {
  return Date.parse((await till.read(query))[0]!.at);
}

const heldUntil = ({ bookingId }: OpenPayment) =>
  instantOf(sql`select expires_at as at from bookings where id = ${bookingId}`);

/** Abandons a payment: the first poll an hour after its hold ended gives it up. */
async function abandon(payment: OpenPayment): Promise<void> {
  await pollsUntil(payment.id, (await heldUntil(payment)) + HOUR_MS - 1);
  expect((await till.payment(payment.id)).status).toBe("initiated");
  expect(gateway.closed).toEqual([]);
  clock.advance(HOUR_MS);
  expect(await reconcile()).toBe(1);
  const { status, failure_code: code } = await till.payment(payment.id);
  expect([status, code]).toEqual(["failed", "abandoned"]);
}

test("an hour after the hold ends the page is closed, the payment fails as abandoned, and polling goes on for a day", async () => {
  const payment = await till.begin();
  await abandon(payment);
  expect(gateway.closed).toEqual([gateway.state(payment.id).ref]);
  const failedAt = clock.now();
  const looks = await pollsUntil(payment.id, failedAt + 2 * DAY_MS);
  expect(looks.map((at) => (at - failedAt) / MINUTE_MS)).toEqual([10, 60, 6 * 60, 24 * 60]);
  expect((await till.payment(payment.id)).next_poll_at).toBeNull();
});

test("money that arrives after the payment was abandoned books the slot if it is still free", async () => {
  const payment = await till.begin();
  await abandon(payment);
  gateway.takeMoney(payment.id);
  clock.advance(6 * HOUR_MS);
  expect(await reconcile()).toBe(1);
  expect((await till.payment(payment.id)).status).toBe("paid");
  expect(await till.bookingStatus(payment)).toBe("confirmed");
});

test("money that arrives after the payment was abandoned is refunded when somebody else has the slot", async () => {
  const salon = await makeSalon(till.db, { terms: { payment_terms: "full" } });
  const payment = await till.begin(salon);
  await abandon(payment);
  const other = await till.pay(salon);
  gateway.takeMoney(payment.id);
  clock.advance(6 * HOUR_MS);
  expect(await reconcile()).toBe(1);
  expect(await till.bookingStatus(payment)).toBe("expired");
  expect(await till.bookingStatus(other)).toBe("confirmed");
  const refunds = await till.read(sql`
    select cause, amount_minor, status from refunds where payment_id = ${payment.id}`);
  expect(refunds).toEqual([{ cause: "late_payment", amount_minor: PRICE, status: "requested" }]);
});

test("money taken at the moment the page closes counts", async () => {
  const payment = await till.begin();
  clock.advance(3 * HOUR_MS);
  gateway.at = { "close:before": () => gateway.takeMoney(payment.id) };
  expect(await reconcile()).toBe(1);
  expect((await till.payment(payment.id)).status).toBe("paid");
});

test("a payment stays open while closing its page is unclear, and fails when there is no page", async () => {
  const payment = await till.begin();
  clock.advance(3 * HOUR_MS);
  gateway.at = { "close:before": away };
  expect(await reconcile()).toBe(0);
  expect((await till.payment(payment.id)).status).toBe("initiated");
  gateway.at = {
    "close:before": () => {
      throw new GatewayRefused("not-found", "it has no page");
    },
  };
  clock.advance(HOUR_MS);
  expect(await reconcile()).toBe(1);
  expect((await till.payment(payment.id)).failure_code).toBe("abandoned");
});

test("a payment that never reached the gateway fails after two minutes, and counts if it turns up later", async () => {
  gateway.at = { "charge:before": away };
  const payment = await till.begin();
  gateway.at = {};
  clock.advance(119_000);
  await reconcile();
  expect((await till.payment(payment.id)).status).toBe("initiated");
  clock.advance(MINUTE_MS);
  expect(await reconcile()).toBe(1);
  expect(await till.payment(payment.id)).toMatchObject({
    status: "failed",
    failure_code: "never-reached",
  });

  gateway.put(payment.id, { amount: { amount: PRICE, currency: "SAR" } });
  gateway.takeMoney(payment.id);
  clock.advance(10 * MINUTE_MS);
  expect(await reconcile()).toBe(1);
  expect((await till.payment(payment.id)).status).toBe("paid");
});

test("payments of a gateway that is not configured are left alone", async () => {
  const payment = await till.begin();
  clock.advance(3 * HOUR_MS);
  expect(await reconcilePayments({ ...parts, gateways: {} })).toBe(0);
  expect(await till.payment(payment.id)).toMatchObject({ status: "initiated", polls: 0 });
});

test("the reconciler and webhook workers at once settle a payment once", async () => {
  const payment = await till.begin();
  gateway.takeMoney(payment.id);
  clock.advance(15_000);
  const ends = await Promise.all([
    reconcile(),
    ...Array.from({ length: 8 }, () => checkPayment(parts, payment.id)),
  ]);
  expect(ends.filter((end) => end === "settled").length).toBeLessThanOrEqual(1);
  const posted = await till.read(sql`
    select from ledger_transactions where key = ${`payment:${payment.id}:paid`}`);
  expect(posted).toHaveLength(1);
});

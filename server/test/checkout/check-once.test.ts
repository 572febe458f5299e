import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { endLease, takeLease } from "../../src/identity/lease.ts";
import { GatewayUnclear } from "../../src/payment/gateway.ts";
import { asPlatform } from "../../src/payment/money-parts.ts";
import { openTill, type OpenPayment } from "./paid-orders.ts";

/** Customers returning from the gateway's page check their payment; simultaneous checks share one call to the gateway. */

const till = await openTill();
const { gateway, db, clock } = till;
const CUSTOMERS = 20;

afterEach(() => {
  gateway.at = {};
  gateway.asked.length = 0;
});

const check = ({ id, customer }: OpenPayment) =>
  till.as(customer.token).post(`/v1/payments/${id}/check`, {});

/** Holds back the gateway's answer until the returned function is called. */
function holdGateway() {
  const { promise, resolve } = Promise.withResolvers<void>();
  gateway.at = { "find:before": () => promise };
  return resolve;
}

async function waitingForLease(): Promise<number> {
  const [row] = await till.read(sql<{ waiting: number }>`
    select count(*)::int as waiting from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and query like '%rate_limits%'`);
  return row!.waiting;
}

async function busySessions(): Promise<number> {
  const { rows } = await sql<{ busy: number }>`
    select count(*)::int as busy from pg_stat_activity
    where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`.execute(
    till.owner,
  );
  return rows[0]!.busy;
}

test("many simultaneous checks ask the gateway once, and all get its answer", async () => {
  const payment = await till.begin();
  gateway.takeMoney(payment.id);
  const open = holdGateway();
  const all = Array.from({ length: CUSTOMERS }, () => check(payment));
  await expect.poll(() => gateway.asked.length).toBeGreaterThan(0);
  // Every request has read the payment and now waits.
  await expect.poll(() => busySessions()).toBe(0);
  open();
  const answers = await Promise.all(all);
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.status}`))).toEqual(
    new Set(["200 paid"]),
  );
  expect(gateway.asked).toEqual([payment.id]);
});

test("checks made one after the other each ask the gateway", async () => {
  const payment = await till.begin();
  await check(payment);
  await check(payment);
  expect(gateway.asked).toEqual([payment.id, payment.id]);
});

test("while another server asks the gateway, this one waits and does not ask", async () => {
  const payment = await till.begin();
  const name = `payment check ${payment.id}`;
  const elsewhere = asPlatform("another server", clock);
  await inTransaction(db, elsewhere, (tx) => takeLease(tx, name, 30));
  let waiting: ReturnType<typeof check>;
  // The row is locked so that this server sees the lease before it ends.
  await till.owner.transaction().execute(async (tx) => {
    await sql`select from rate_limits where bucket = ${name} for update`.execute(tx);
    waiting = check(payment);
    await expect.poll(() => waitingForLease()).toBe(1);
  });
  // This server has seen the lease; if it ended sooner, this server could still take it.
  await expect.poll(() => busySessions()).toBe(0);
  await inTransaction(db, elsewhere, (tx) => endLease(tx, name));
  expect((await waiting!).status).toBe(200);
  expect(gateway.asked).toEqual([]);
});

test("after a gateway time-out no lease remains, and the next check asks at once", async () => {
  const payment = await till.begin();
  gateway.at = {
    "find:before": () => {
      throw new GatewayUnclear("time-out");
    },
  };
  expect((await check(payment)).status).toBe(503);
  gateway.at = {};
  gateway.takeMoney(payment.id);
  expect((await check(payment)).body.status).toBe("paid");
  expect(
    await till.read(sql`select 1 from rate_limits where bucket like 'payment check %'`),
  ).toEqual([]);
});

test("a server that died while asking blocks others only until its lease ends", async () => {
  const payment = await till.begin();
  const name = `payment check ${payment.id}`;
  await inTransaction(db, asPlatform("another server", clock), (tx) => takeLease(tx, name, 30));
  await sql`update rate_limits set resets_at = ${instantText(Date.now() - 1)}::timestamptz where bucket = ${name}`.execute(
    till.owner,
  );
  await check(payment);
  expect(gateway.asked).toEqual([payment.id]);
});

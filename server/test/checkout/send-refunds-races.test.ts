import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { sendRefunds } from "../../src/refund/send-refunds.ts";
import { openTill, PRICE, type Till } from "./paid-orders.ts";
import { finishEarlierRefunds, postingsOf, refundOf } from "./refund-facts.ts";

const guarded = await openTill();
const unguarded = await openTill();

beforeEach(async () => {
  for (const till of [guarded, unguarded]) {
    till.gateway.at = {};
    await finishEarlierRefunds(till);
  }
});

/** Runs a second worker while the first, its claim recorded, waits at the gateway. */
async function sendWhileSending({ gateway, parts }: Till): Promise<void> {
  const { promise: isOpen, resolve: open } = Promise.withResolvers<void>();
  let waiting = 0;
  gateway.at = {
    "refund:before": () => {
      waiting += 1;
      return isOpen;
    },
  };
  const first = sendRefunds(parts);
  await expect.poll(() => waiting).toBe(1);
  let isSecondDone = false;
  const second = sendRefunds(parts).then(() => void (isSecondDone = true));
  await expect.poll(() => isSecondDone || waiting === 2).toBe(true);
  open();
  await Promise.all([first, second]);
}

test("of two workers at one refund, one sends it", async () => {
  const payment = await guarded.pay();
  const id = await guarded.refund(payment, 4_000);
  await sendWhileSending(guarded);
  expect(guarded.gateway.refunds).toMatchObject([{ id, amountMinor: 4_000 }]);
  expect(await postingsOf(guarded, id)).toEqual({ requested: 1, paid: 1 });
});

test("control: with the claim not recorded, both workers send the refund", async () => {
  await sql`create function no_lease() returns trigger language plpgsql as
    $$ begin new.claimed_until := null; return new; end $$`.execute(unguarded.owner);
  await sql`create trigger no_lease before update on refunds
    for each row execute function no_lease()`.execute(unguarded.owner);
  try {
    const payment = await unguarded.pay();
    const id = await unguarded.refund(payment, 4_000);
    await sendWhileSending(unguarded);
    expect(unguarded.gateway.refunds).toMatchObject([{ id }, { id }]);
    // The ledger has its own guard: it records the refund as paid once.
    expect(await postingsOf(unguarded, id)).toEqual({ requested: 1, paid: 1 });
  } finally {
    await sql`drop trigger no_lease on refunds`.execute(unguarded.owner);
  }
});

test("eight workers send thirty refunds of ten payments once each, never two of one payment together", async () => {
  const { gateway, parts } = guarded;
  const ids: string[] = [];
  for (let n = 0; n < 10; n += 1) {
    const payment = await guarded.pay();
    for (const part of [1_000, 2_000, 3_000]) ids.push(await guarded.refund(payment, part));
  }
  const payments = await guarded.read(sql<{ id: string; payment_id: string }>`
    select id, payment_id from refunds where id = any (${ids}::uuid[])`);
  const paymentOf = new Map(payments.map((row) => [row.id, row.payment_id]));
  const underWay = new Map<string, number>();
  let together = 0;
  const count = (id: string, by: number) => {
    const now = (underWay.get(paymentOf.get(id)!) ?? 0) + by;
    underWay.set(paymentOf.get(id)!, now);
    if (now > 1) together += 1;
  };
  gateway.at = { "refund:before": (id) => count(id, 1), "refund:after": (id) => count(id, -1) };
  await Promise.all(Array.from({ length: 8 }, () => sendRefunds(parts)));
  // A worker that found a payment claimed left it for the next run.
  await sendRefunds(parts);
  expect(gateway.refunds.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(together).toBe(0);
  const left = await guarded.read(sql`
    select from refunds where id = any (${ids}::uuid[]) and status <> 'succeeded'`);
  expect(left).toEqual([]);
});

/** Two managers give the whole amount back at the same time. */
async function refundTwice(till: Till): Promise<{ accepted: string[]; paymentId: string }> {
  const payment = await till.pay();
  const ends = await Promise.allSettled([till.refund(payment, PRICE), till.refund(payment, PRICE)]);
  const accepted = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  for (let run = 0; run < 3; run += 1) {
    await sendRefunds(till.parts);
    till.clock.advance(60_000);
  }
  return { accepted, paymentId: payment.id };
}

test("when two managers refund the full amount at once, one succeeds and it is sent once", async () => {
  const { accepted, paymentId } = await refundTwice(guarded);
  expect(accepted).toHaveLength(1);
  expect(guarded.gateway.refunds).toMatchObject([{ id: accepted[0], amountMinor: PRICE }]);
  expect((await guarded.payment(paymentId)).status).toBe("refunded");
});

test("control: with the limit on a share's refunds off, the full amount is refunded twice", async () => {
  await sql`alter table payment_shares drop constraint refunds_within_share`.execute(
    unguarded.owner,
  );
  await sql`drop trigger payment_shares_allocate on payment_shares`.execute(unguarded.owner);
  const { accepted } = await refundTwice(unguarded);
  expect(accepted).toHaveLength(2);
  expect(unguarded.gateway.refunds).toHaveLength(2);
});

test("a worker that slept past its lease finds its refund claimed by another and sends nothing", async () => {
  const { gateway, parts, clock } = guarded;
  const payment = await guarded.pay();
  const id = await guarded.refund(payment, 4_000);
  const { promise: isAwake, resolve: wake } = Promise.withResolvers<void>();
  let isAsleep = false;
  gateway.at = {
    "find:after": () => {
      isAsleep = true;
      return isAwake;
    },
  };
  const sleeper = sendRefunds(parts);
  await expect.poll(() => isAsleep).toBe(true);
  gateway.at = {};
  clock.advance(120_000);
  expect(await sendRefunds(parts)).toBe(1);
  wake();
  expect(await sleeper).toBe(0);
  expect(gateway.refunds).toMatchObject([{ id }]);
  expect((await refundOf(guarded, id)).status).toBe("succeeded");
});

test("three workers at one wallet refund credit the wallet once", async () => {
  const payment = await guarded.pay();
  const id = await guarded.refund(payment, 4_000, { destination: "wallet" });
  await Promise.all([1, 2, 3].map(() => sendRefunds(guarded.parts)));
  expect(await guarded.balance("customer_wallet", payment.customer.id)).toBe(4_000);
  expect(await postingsOf(guarded, id)).toEqual({ requested: 1, paid: 1 });
});

import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { GatewayUnclear } from "../../src/payment/gateway.ts";
import { sendRefunds } from "../../src/refund/send-refunds.ts";
import { killed, type Moment } from "./fake-gateway.ts";
import { openTill } from "./paid-orders.ts";
import { finishEarlierRefunds, postingsOf, refundOf } from "./refund-facts.ts";

/** This gateway refunds as often as it is asked, so these tests check that it is asked once. */

const till = await openTill();
const { gateway, parts, clock, owner } = till;
const send = () => sendRefunds(parts);
const LEASE_MS = 120_000;

beforeEach(async () => {
  gateway.at = {};
  await finishEarlierRefunds(till);
});

/** Each point between two steps: claimed · fetched · recorded and about to ask · refunded, the answer lost. */
const moments: Moment[] = ["find:before", "find:after", "refund:before", "refund:after"];

async function expectPaidOnce(id: string, amountMinor: number): Promise<void> {
  expect(gateway.refunds).toMatchObject([{ id, amountMinor }]);
  expect((await refundOf(till, id)).status).toBe("succeeded");
  expect(await postingsOf(till, id)).toEqual({ requested: 1, paid: 1 });
  expect(await till.balance("refunds_payable")).toBe(await promisedElsewhere());
}

/** What other tests of this file promised and never sent. */
async function promisedElsewhere(): Promise<number> {
  const { rows } = await sql<{ minor: number }>`
    select coalesce(sum(amount_minor), 0)::bigint as minor from refunds where status = 'requested'`.execute(
    owner,
  );
  return rows[0]!.minor;
}

describe.each(moments)("when a refund fails at %s,", (moment) => {
  test("another worker finishes for the killed one, and the money is refunded once", async () => {
    const payment = await till.pay();
    const id = await till.refund(payment, 4_000);
    let isThere = false;
    gateway.at = {
      [moment]: () => {
        isThere = true;
        return killed();
      },
    };
    void send();
    await expect.poll(() => isThere).toBe(true);
    gateway.at = {};
    // Other workers leave the refund alone until the dead worker's lease ends.
    expect(await send()).toBe(0);
    clock.advance(LEASE_MS - 1);
    expect(await send()).toBe(0);
    clock.advance(1);
    expect(await send()).toBe(1);
    await expectPaidOnce(id, 4_000);
  });

  test.each([
    ["because the gateway's answer is unclear", () => new GatewayUnclear("time-out")],
    ["because of an unexpected error", () => new Error("a bug")],
  ])("%s: the retry refunds the money once", async (_, failure) => {
    const payment = await till.pay();
    const id = await till.refund(payment, 4_000);
    gateway.at = {
      [moment]: () => {
        throw failure();
      },
    };
    expect(await send()).toBe(0);
    expect((await refundOf(till, id)).status).toBe("requested");
    gateway.at = {};
    clock.advance(60_000);
    expect(await send()).toBe(1);
    await expectPaidOnce(id, 4_000);
  });

  test("the money is refunded once, however many attempts fail", async () => {
    const payment = await till.pay();
    const id = await till.refund(payment, 4_000);
    let failures = 0;
    gateway.at = {
      [moment]: () => {
        failures += 1;
        if (failures < 4) throw new GatewayUnclear("time-out");
      },
    };
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await send();
      clock.advance(300_000);
    }
    await expectPaidOnce(id, 4_000);
  });
});

test.each(["ledger_transactions", "payments"])(
  "when %s cannot be written after the gateway refunded, nothing is half done and a later run finishes",
  async (table) => {
    const payment = await till.pay();
    const id = await till.refund(payment, 4_000);
    await sql`create or replace function no_more() returns trigger language plpgsql as
      $$ begin raise exception 'the disk is full'; end $$`.execute(owner);
    const event = table === "payments" ? sql`before update` : sql`before insert`;
    await sql`create trigger no_more ${event} on ${sql.table(table)}
      for each row execute function no_more()`.execute(owner);
    expect(await send()).toBe(0);
    await sql`drop trigger no_more on ${sql.table(table)}`.execute(owner);
    expect(gateway.refunds).toHaveLength(1);
    expect((await refundOf(till, id)).status).toBe("requested");
    expect(await postingsOf(till, id)).toEqual({ requested: 1, paid: 0 });
    clock.advance(60_000);
    expect(await send()).toBe(1);
    await expectPaidOnce(id, 4_000);
  },
);

test("earlier refunds of the same amount are not mistaken for this one", async () => {
  const payment = await till.pay();
  await till.refund(payment, 4_000);
  await send();
  clock.advance(1);
  const id = await till.refund(payment, 4_000);
  gateway.refunds.length = 0;
  gateway.at = {
    "refund:before": () => {
      throw new GatewayUnclear("time-out");
    },
  };
  await send();
  expect((await refundOf(till, id)).before_minor).toBe(4_000);
  gateway.at = {};
  clock.advance(60_000);
  expect(await send()).toBe(1);
  await expectPaidOnce(id, 4_000);
  expect(gateway.state(payment.id).refundedMinor).toBe(8_000);
});

test("control: with the earlier refunded sum not recorded, a lost answer leads to a second refund", async () => {
  await sql`create function forget_before() returns trigger language plpgsql as
    $$ begin new.before_minor := null; return new; end $$`.execute(owner);
  await sql`create trigger forget_before before update on refunds
    for each row execute function forget_before()`.execute(owner);
  try {
    const payment = await till.pay();
    const id = await till.refund(payment, 4_000);
    gateway.at = {
      "refund:after": () => {
        gateway.at = {};
        throw new GatewayUnclear("time-out");
      },
    };
    await send();
    clock.advance(60_000);
    await send();
    expect(gateway.refunds).toMatchObject([{ id }, { id }]);
  } finally {
    await sql`drop trigger forget_before on refunds`.execute(owner);
  }
});

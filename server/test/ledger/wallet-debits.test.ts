import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { asProblem } from "../../src/db/constraint-problems.ts";
import { holdFromWallet, releaseToWallet } from "../../src/ledger/wallet.ts";
import { throughGate } from "../harness/gate.ts";
import { makePerson } from "../harness/people.ts";
import { createTestDatabase, type TestDatabase } from "../harness/test-database.ts";
import { without } from "../races/arena.ts";
import { asPlatform, at, balanceOf, brokenMoney, sar, topUp } from "./ground.ts";

const POOL = 20;
const DEBITS = 100;
const AFFORDED = 10;
const EACH = 500;

const guarded = await createTestDatabase({ poolSize: POOL });
const overdrawn = await createTestDatabase({ poolSize: POOL });
await without(overdrawn, "alter table ledger_accounts drop constraint wallet_never_below_zero");

const WALLETS = "every wallet holds the sum of its entries, and none is below zero";

async function makeOrder({ owner }: TestDatabase, userId: string): Promise<string> {
  const id = newId();
  await sql`insert into orders (id, customer_id, currency, total_minor) values (${id}, ${userId}, 'SAR', ${EACH})`.execute(
    owner,
  );
  return id;
}

/** Pays for an order from the wallet, as the payment command does. @returns "paid" or the problem's type */
async function debit({ db }: TestDatabase, userId: string, orderId: string, amount = EACH) {
  const paymentId = newId();
  const part = { userId, paymentId, orderId, amount: sar(amount) };
  try {
    await asPlatform(db, async (tx) => {
      await sql`
        insert into payments (id, order_id, customer_id, purpose, gateway, method, currency, amount_minor, status)
        values (${paymentId}, ${orderId}, ${userId}, 'order', 'wallet', 'wallet', 'SAR', ${amount}, 'initiated')`.execute(
        tx,
      );
      await holdFromWallet(tx, part, at);
    });
    return { outcome: "paid", part };
  } catch (error) {
    const { type, errors, extra } = asProblem(error);
    return { outcome: type, pointer: errors?.[0]?.pointer, extra, part };
  }
}

/** Every connection sees enough money in the wallet before the first debit is written. */
async function rush(database: TestDatabase) {
  const { id } = await makePerson(database.db);
  await topUp(database.db, id, sar(AFFORDED * EACH));
  const orders = await Promise.all(Array.from({ length: DEBITS }, () => makeOrder(database, id)));
  const gate = { url: database.url, contenders: POOL, tables: ["ledger_transactions"] };
  const debits = await throughGate(gate, () =>
    Promise.all(orders.map((orderId) => debit(database, id, orderId))),
  );
  const counts = new Map<string, number>();
  for (const { outcome } of debits) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return { counts, left: await balanceOf(database.owner, "customer_wallet", id) };
}

describe("of a hundred debits at once from a wallet that can pay ten,", () => {
  test("ten succeed, and the others are refused with insufficient funds", async () => {
    const { counts, left } = await rush(guarded);
    expect(Object.fromEntries(counts)).toEqual({
      paid: AFFORDED,
      "insufficient-funds": DEBITS - AFFORDED,
    });
    expect(left).toBe(0);
    expect(await brokenMoney(guarded)).toEqual([]);
  });

  test("control: with the constraint dropped more than ten succeed, and verify reports the overdraft", async () => {
    const { counts, left } = await rush(overdrawn);
    expect(counts.get("paid")).toBeGreaterThan(AFFORDED);
    expect(left).toBeLessThan(0);
    expect(await brokenMoney(overdrawn)).toContain(WALLETS);
  });
});

describe("a wallet that pays", () => {
  async function makeWallet(amount: number) {
    const { id } = await makePerson(guarded.db);
    await topUp(guarded.db, id, sar(amount));
    return { id, has: () => balanceOf(guarded.owner, "customer_wallet", id) };
  }

  test("is refused and reports its balance when it has too little", async () => {
    const wallet = await makeWallet(EACH - 1);
    const orderId = await makeOrder(guarded, wallet.id);
    expect(await debit(guarded, wallet.id, orderId)).toMatchObject({
      outcome: "insufficient-funds",
      pointer: "/walletAmount",
      extra: { balance: { amount: EACH - 1, currency: "SAR" } },
    });
    expect(await wallet.has()).toBe(EACH - 1);
  });

  test("has no money in a currency it was never filled with", async () => {
    const wallet = await makeWallet(EACH);
    const part = { userId: wallet.id, paymentId: newId(), orderId: newId() };
    const amount = { amount: 1, currency: "KWD" };
    const refusal = asPlatform(guarded.db, (tx) => holdFromWallet(tx, { ...part, amount }, at));
    await expect(refusal).rejects.toMatchObject({
      type: "insufficient-funds",
      extra: { balance: { amount: 0, currency: "KWD" } },
    });
  });

  test("is debited once for a payment, however often that is requested", async () => {
    const wallet = await makeWallet(EACH);
    const { part } = await debit(guarded, wallet.id, await makeOrder(guarded, wallet.id));
    expect(await wallet.has()).toBe(0);
    expect(await asPlatform(guarded.db, (tx) => holdFromWallet(tx, part, at))).toBe(false);
    expect(await wallet.has()).toBe(0);
  });

  test("gets the money of a failed payment back once", async () => {
    const wallet = await makeWallet(EACH + 3);
    const { part } = await debit(guarded, wallet.id, await makeOrder(guarded, wallet.id));
    const release = () =>
      asPlatform(guarded.db, async (tx) => {
        await sql`update payments set status = 'failed' where id = ${part.paymentId}`.execute(tx);
        return releaseToWallet(tx, part, at);
      });
    expect(await wallet.has()).toBe(3);
    expect(await release()).toBe(true);
    expect(await release()).toBe(false);
    expect(await wallet.has()).toBe(EACH + 3);
    expect(await brokenMoney(guarded)).toEqual([]);
  });

  test("gets nothing back for an unknown payment or for one from another wallet", async () => {
    const [wallet, other] = [await makeWallet(EACH), await makeWallet(EACH)];
    const { part } = await debit(guarded, other.id, await makeOrder(guarded, other.id));
    const release = (of: typeof part) =>
      asPlatform(guarded.db, (tx) => releaseToWallet(tx, of, at));
    expect(await release({ ...part, paymentId: newId() })).toBe(false);
    expect(await release({ ...part, userId: wallet.id })).toBe(false);
    await expect(release({ ...part, amount: sar(EACH + 1) })).rejects.toThrow(/holds 500/);
    expect(await wallet.has()).toBe(EACH);
  });

  test("refuses a debit that is zero, negative or fractional", async () => {
    const wallet = await makeWallet(EACH);
    const part = { userId: wallet.id, paymentId: newId(), orderId: newId() };
    for (const amount of [0, -EACH, 0.5]) {
      const asked = asPlatform(guarded.db, (tx) =>
        holdFromWallet(tx, { ...part, amount: sar(amount) }, at),
      );
      await expect(asked).rejects.toThrow(RangeError);
    }
    expect(await wallet.has()).toBe(EACH);
  });
});

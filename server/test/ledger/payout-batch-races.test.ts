import { sql } from "kysely";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { Db } from "../../src/db/connection.ts";
import { asProblem } from "../../src/db/constraint-problems.ts";
import { businessBalance } from "../../src/ledger/business-balance.ts";
import { recordPayoutBatch, type NewPayoutBatch } from "../../src/ledger/record-payout-batch.ts";
import { makeBusiness } from "../harness/businesses.ts";
import { throughGate } from "../harness/gate.ts";
import { makePerson } from "../harness/people.ts";
import { createTestDatabase, type TestDatabase } from "../harness/test-database.ts";
import { asPlatform, at, brokenMoney, earn, openBooks, post, sar } from "./ground.ts";
import { allowAnyPayout, lockNobodyOutOfPayouts } from "./unlocked-payouts.ts";

const OWED = 10_000;

/** @returns their ids, sorted */
async function makeSellers(db: Db, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { businessId } = await asPlatform(db, (tx) => makeBusiness(tx, "salon"));
    await earn(db, businessId, { amount: OWED });
    ids.push(businessId);
  }
  return ids.toSorted();
}

const balances = (db: Db, ids: readonly string[]) =>
  asPlatform(db, (tx) =>
    Promise.all(ids.map((id) => businessBalance(tx, id, "SAR").then(({ amount }) => amount))),
  );

/** Pays in a transaction of its own. @returns "paid" or the problem's type */
function payAll(db: Db, batch: Omit<NewPayoutBatch, "currency" | "gateway">) {
  const whole = { ...batch, currency: "SAR", gateway: "moyasar" };
  return asPlatform(db, (tx) => recordPayoutBatch(tx, whole, at)).then(
    () => "paid",
    (error: unknown) => asProblem(error).type,
  );
}

async function timesPaid(owner: Db, ids: readonly string[]): Promise<number[]> {
  const { rows } = await sql<{ times: number }>`
    select (select count(*) from payouts p where p.business_id = b.id)::int as times
    from businesses b where b.id = any (${ids}::uuid[]) order by b.id`.execute(owner);
  return rows.map(({ times }) => times);
}

describe("two batches at once", () => {
  async function race(ground: TestDatabase) {
    const { db, owner, url } = ground;
    const ids = await makeSellers(db, 3);
    const { id: paidBy } = await makePerson(db, { admin: true });
    const gate = { url, contenders: 2, tables: ["payout_batches"] };
    const outcomes = await throughGate(gate, () =>
      Promise.all([
        payAll(db, { reference: "one", paidBy }),
        payAll(db, { reference: "other", paidBy, businessIds: ids.toReversed() }),
      ]),
    );
    const times = await timesPaid(owner, ids);
    return { outcomes: outcomes.toSorted(), times, left: await balances(db, ids) };
  }

  test("pay every business once, and the second finds nothing to pay out", async () => {
    const guarded = await createTestDatabase();
    expect(await race(guarded)).toEqual({
      outcomes: ["conflict", "paid"],
      times: [1, 1, 1],
      left: [0, 0, 0],
    });
    expect(await brokenMoney(guarded)).toEqual([]);
  });

  test("control: with the program's lock off, the database still lets them pay every business once", async () => {
    const unlocked = await createTestDatabase();
    await lockNobodyOutOfPayouts(unlocked);
    expect(await race(unlocked)).toEqual({
      outcomes: ["insufficient-funds", "paid"],
      times: [1, 1, 1],
      left: [0, 0, 0],
    });
  });

  test("control: with the lock and the database's check off, they pay every business twice", async () => {
    const unguarded = await createTestDatabase();
    await lockNobodyOutOfPayouts(unguarded);
    await allowAnyPayout(unguarded);
    expect(await race(unguarded)).toEqual({
      outcomes: ["paid", "paid"],
      times: [2, 2, 2],
      left: [-OWED, -OWED, -OWED],
    });
  });
});

const books = await openBooks();
const { db, owner, url: databaseUrl } = books;
const { id: paidBy, token } = await makePerson(db, { admin: true });
const admin = books.as(token);
const batchesUrl = "/v1/admin/payoutBatches";

test("batches and single payouts at once over HTTP pay no business twice, and every request is answered", async () => {
  const ids = await makeSellers(db, 6);
  const named = [ids, ids.toReversed(), ids.slice(2), ids.slice(0, 4).toReversed()];
  const asked = [
    ...named.map((businessIds, n) =>
      admin.post(batchesUrl, { currency: "SAR", reference: `crowd ${n}`, businessIds }),
    ),
    ...ids.map((id) =>
      admin.post(`/v1/admin/businesses/${id}/payouts`, { amount: sar(OWED), reference: "alone" }),
    ),
  ];
  const answers = await Promise.all(asked);
  for (const { status, body } of answers) {
    expect([201, 409], JSON.stringify(body)).toContain(status);
  }
  expect(await timesPaid(owner, ids)).toEqual(ids.map(() => 1));
  expect(await balances(db, ids)).toEqual(ids.map(() => 0));
  expect(await brokenMoney(books)).toEqual([]);
});

/** Holds the lock that payouts of a business take, while `work` goes on. */
async function holding<T>(businessId: string, work: () => Promise<T>): Promise<T> {
  const holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  try {
    await holder.query("begin");
    const lock = "select pg_advisory_xact_lock(hashtextextended($1, 13))";
    await holder.query(lock, [`payouts:${businessId}`]);
    return await work();
  } finally {
    await holder.end();
  }
}

/** Tells for each business whether its payout lock is held, awaited or free. */
async function locksOf(ids: readonly string[]): Promise<("had" | "awaited" | "free")[]> {
  const { rows } = await sql<{ had: number; awaited: number }>`
    select count(*) filter (where l.granted)::int as had, count(*) filter (where not l.granted)::int as awaited
    from unnest(${ids}::text[]) with ordinality b(id, n)
    cross join lateral (select hashtextextended('payouts:' || b.id, 13) as key) k
    left join pg_locks l on l.locktype = 'advisory' and l.objsubid = 1
      and (l.classid::bigint << 32 | l.objid::bigint) = k.key
    group by b.n order by b.n`.execute(owner);
  return rows.map(({ had, awaited }) => (awaited > 0 ? "awaited" : had > 0 ? "had" : "free"));
}

test("a batch locks businesses in the order of ids, whatever order they are named in", async () => {
  const ids = await makeSellers(db, 3);
  const [, second] = ids;
  const running = await holding(second!, async () => {
    const batch = payAll(db, { reference: "in order", paidBy, businessIds: ids.toReversed() });
    await expect.poll(() => locksOf(ids)).toEqual(["had", "awaited", "free"]);
    return { batch };
  });
  expect(await running.batch).toBe("paid");
});

describe("a refund that arrives while a batch is being paid", () => {
  const REFUND = 300;

  function refund(businessId: string) {
    const from = { kind: "business_payable", businessId } as const;
    const transfers = [
      { from, to: { kind: "refunds_payable" } as const, amountMinor: REFUND },
    ] as const;
    const key = `refund:${newId()}:requested`;
    return post(db, { kind: "refund_requested", key, currency: "SAR", transfers });
  }

  function overtaken<T>(businessId: string, pay: () => Promise<T>): Promise<T> {
    const meanwhile = () => refund(businessId);
    const gate = { url: databaseUrl, contenders: 1, tables: ["payout_batches"], meanwhile };
    return throughGate(gate, pay);
  }

  test("makes the batch pay out what is left", async () => {
    const [id] = await makeSellers(db, 1);
    const wanted = { currency: "SAR", reference: "overtaken", businessIds: [id] };
    const { status, body } = await overtaken(id!, () => admin.post(batchesUrl, wanted));
    expect([status, body.amount]).toEqual([201, sar(OWED - REFUND)]);
    expect(await balances(db, [id!])).toEqual([0]);
    expect(await timesPaid(owner, [id!])).toEqual([1]);
  });

  test("control: makes a batch that is not retried fail", async () => {
    const [id] = await makeSellers(db, 1);
    const batch = { reference: "tried once", paidBy, businessIds: [id!] };
    expect(await overtaken(id!, () => payAll(db, batch))).toBe("insufficient-funds");
    expect(await balances(db, [id!])).toEqual([OWED - REFUND]);
  });
});

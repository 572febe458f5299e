import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { MINUTE_MS } from "../../src/base/time.ts";
import type { Db } from "../../src/db/connection.ts";
import { asProblem } from "../../src/db/constraint-problems.ts";
import { businessBalance } from "../../src/ledger/business-balance.ts";
import { recordPayout } from "../../src/ledger/record-payout.ts";
import { makeBusiness } from "../harness/businesses.ts";
import { throughGate } from "../harness/gate.ts";
import { makeMember, makePerson, type Person } from "../harness/people.ts";
import { createTestDatabase, type TestDatabase } from "../harness/test-database.ts";
import { asPlatform, at, brokenMoney, earn, openBooks, post, sar } from "./ground.ts";
import { allowAnyPayout, lockNobodyOutOfPayouts } from "./unlocked-payouts.ts";

const books = await openBooks();
const { db } = books;
let admin: Person;

beforeAll(async () => {
  admin = await makePerson(db, { admin: true });
});

async function makeSeller(on: Db, amount: number): Promise<string> {
  const { businessId } = await asPlatform(on, (tx) => makeBusiness(tx, "salon"));
  await earn(on, businessId, { amount });
  return businessId;
}

const adminUrl = (businessId: string) => `/v1/admin/businesses/${businessId}/payouts`;

function payOut(businessId: string, amount: number, reference: string, more = {}) {
  const body = { amount: sar(amount), reference, ...more };
  return books.as(admin.token).post(adminUrl(businessId), body);
}

const balance = (businessId: string, on = db) =>
  asPlatform(on, (tx) => businessBalance(tx, businessId, "SAR")).then(({ amount }) => amount);

describe("a payout", () => {
  test("is recorded, deducted from the balance, audited, and shown to the business", async () => {
    const businessId = await makeSeller(db, 10_000);
    const { status, body } = await payOut(businessId, 7_000, "SARIE-1");
    expect(status).toBe(201);
    expect(body).toEqual({
      id: body.id,
      amount: sar(7_000),
      reference: "SARIE-1",
      batchId: null,
      createdBy: admin.id,
      createdAt: "2026-11-21T06:00:00.000Z",
    });
    expect(await balance(businessId)).toBe(3_000);
    const manager = books.as((await makeMember(db, businessId, "manager")).token);
    const seen = await manager.get(`/v1/manage/businesses/${businessId}/payouts`);
    expect(seen.body).toEqual({ items: [body], nextCursor: null });
    const { rows } = await sql`
      select actor, action, subject_kind, subject_id, after->>'reference' as reference from audit_log
      where business_id = ${businessId} and action like 'payout%'`.execute(books.owner);
    expect(rows).toEqual([
      {
        actor: `user:${admin.id}`,
        action: "payout.recorded",
        subject_kind: "payout",
        subject_id: body.id,
        reference: "SARIE-1",
      },
    ]);
    expect(await brokenMoney(books)).toEqual([]);
  });

  test("above the balance is refused, and the refusal states the balance", async () => {
    const businessId = await makeSeller(db, 10_000);
    const { status, body } = await payOut(businessId, 10_001, "too much");
    expect(status).toBe(409);
    expect(body).toMatchObject({ balance: sar(10_000), errors: [{ pointer: "/amount" }] });
    expect(body.type).toMatch(/insufficient-funds$/);
    expect((await payOut(businessId, 10_000, "all")).status).toBe(201);
    expect((await payOut(businessId, 1, "more")).status).toBe(409);
    expect(await balance(businessId)).toBe(0);
  });

  test("does not include cash the business took at its own desk", async () => {
    const businessId = await makeSeller(db, 1_000);
    const transfer = {
      from: { kind: "venue_cash", businessId },
      to: { kind: "business_payable", businessId },
      amountMinor: 500,
    } as const;
    const posting = { kind: "venue_payment", key: newId(), currency: "SAR" } as const;
    await post(db, { ...posting, transfers: [transfer] });
    expect((await payOut(businessId, 1_001, "with the till")).status).toBe(409);
    expect((await payOut(businessId, 1_000, "without it")).status).toBe(201);
  });

  test("is refused in a currency in which nothing was earned", async () => {
    const businessId = await makeSeller(db, 10_000);
    const amount = { amount: 1, currency: "KWD" };
    const { status, body } = await payOut(businessId, 0, "dinars", { amount });
    expect([status, body.balance]).toEqual([409, { amount: 0, currency: "KWD" }]);
  });

  test("is recorded once per Idempotency-Key and once per reference", async () => {
    const businessId = await makeSeller(db, 10_000);
    const body = { amount: sar(100), reference: "SARIE-7" };
    const key = { "idempotency-key": randomUUID() };
    const caller = books.as(admin.token);
    const first = await caller.post(adminUrl(businessId), body, key);
    const again = await caller.post(adminUrl(businessId), body, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    const other = await caller.post(adminUrl(businessId), body);
    expect(other.status).toBe(409);
    expect(other.body.errors[0].pointer).toBe("/reference");
    expect(await balance(businessId)).toBe(9_900);
  });

  test("needs an Idempotency-Key, an amount, a reference and a business", async () => {
    const businessId = await makeSeller(db, 10_000);
    const caller = books.as(admin.token);
    const body = { amount: sar(100), reference: "SARIE-8" };
    expect((await caller.send("POST", adminUrl(businessId), body)).status).toBe(400);
    const wrong = await caller.post(adminUrl(businessId), { amount: sar(0), reference: "" });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map((one: { pointer: string }) => one.pointer).toSorted()).toEqual([
      "/amount/amount",
      "/reference",
    ]);
    expect((await caller.post(adminUrl(newId()), body)).status).toBe(404);
    expect((await caller.get(adminUrl(newId()))).status).toBe(404);
  });

  test("can only be recorded by the platform, which can list the payouts of any business", async () => {
    const businessId = await makeSeller(db, 10_000);
    const owner = books.as((await makeMember(db, businessId, "owner")).token);
    const refused = await owner.post(adminUrl(businessId), { amount: sar(1), reference: "mine" });
    expect(refused.status).toBe(403);
    expect((await owner.get(adminUrl(businessId))).status).toBe(403);
    const references = ["first", "second", "third"];
    for (const reference of references) {
      books.clock.advance(MINUTE_MS);
      await payOut(businessId, 100, reference);
    }
    const caller = books.as(admin.token);
    const { body: page } = await caller.get(`${adminUrl(businessId)}?limit=2`);
    const { body: rest } = await caller.get(`${adminUrl(businessId)}?cursor=${page.nextCursor}`);
    const listed = [...page.items, ...rest.items].map((one) => one.reference);
    expect(listed).toEqual(references.toReversed());
    expect(rest.nextCursor).toBeNull();
  });
});

describe("payouts of one balance by several admins at once", () => {
  const ADMINS = 8;
  const BALANCE = 10_000;

  async function race(ground: TestDatabase) {
    const businessId = await makeSeller(ground.db, BALANCE);
    const { id: paidBy } = await makePerson(ground.db, { admin: true });
    const one = (reference: string) => {
      const payout = { businessId, amount: sar(BALANCE), reference, paidBy, gateway: "moyasar" };
      return asPlatform(ground.db, (tx) => recordPayout(tx, payout, at)).then(
        () => "paid",
        (error: unknown) => asProblem(error).type,
      );
    };
    const gate = { url: ground.url, contenders: ADMINS, tables: ["payouts"] };
    const outcomes = await throughGate(gate, () =>
      Promise.all(Array.from({ length: ADMINS }, (_, n) => one(`transfer ${n}`))),
    );
    const paid = outcomes.filter((outcome) => outcome === "paid").length;
    return { paid, outcomes, left: await balance(businessId, ground.db) };
  }

  test("pay it out once", async () => {
    const guarded = await createTestDatabase();
    const { paid, outcomes, left } = await race(guarded);
    expect(paid).toBe(1);
    expect(new Set(outcomes)).toEqual(new Set(["paid", "insufficient-funds"]));
    expect(left).toBe(0);
  });

  test("control: with the program's lock off, the database still lets them pay it out once", async () => {
    const unlocked = await createTestDatabase();
    await lockNobodyOutOfPayouts(unlocked);
    const { paid, left } = await race(unlocked);
    expect([paid, left]).toEqual([1, 0]);
  });

  test("control: with the lock and the database's check off, they pay it out several times", async () => {
    const unguarded = await createTestDatabase();
    await lockNobodyOutOfPayouts(unguarded);
    await allowAnyPayout(unguarded);
    const { paid, left } = await race(unguarded);
    expect(paid).toBe(ADMINS);
    expect(left).toBe(BALANCE - ADMINS * BALANCE);
  });
});

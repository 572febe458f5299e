import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { instantText } from "../../src/base/time.ts";
import type { Tx } from "../../src/db/connection.ts";
import { sqlState, type SqlError } from "../../src/db/sql-error.ts";
import { businessBalance } from "../../src/ledger/business-balance.ts";
import { postLedger, type Account, type Posting } from "../../src/ledger/post.ts";
import { makeBusiness } from "../harness/businesses.ts";
import { createTestDatabase, type TestDatabase } from "../harness/test-database.ts";
import { without } from "../races/arena.ts";
import { asPlatform, at, earn, post } from "./ground.ts";

/** The ledger itself refuses a payout above what is owed, whoever posts it and whatever that code checked. */

const books = await createTestDatabase();

async function makeSeller(earned: number, { db }: TestDatabase = books): Promise<string> {
  const { businessId } = await asPlatform(db, (tx) => makeBusiness(tx, "salon"));
  if (earned > 0) await earn(db, businessId, { amount: earned });
  return businessId;
}

const gateway: Account = { kind: "gateway_clearing", gateway: "moyasar" };
const payable = (businessId: string): Account => ({ kind: "business_payable", businessId });

function payoutOf(businessId: string, amountMinor: number, more: Partial<Posting> = {}): Posting {
  const transfers = [{ from: payable(businessId), to: gateway, amountMinor }];
  return { kind: "payout", key: `payout:${newId()}`, currency: "SAR", transfers, ...more };
}

/** @returns "done", or the error the database refused it with */
async function outcomeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    return `${sqlState(error)} ${(error as SqlError).constraint ?? ""}`.trim();
  }
}

const tooMuch = "23514 payout_within_owed";
const payOut = (businessId: string, amount: number, more?: Partial<Posting>) =>
  outcomeOf(post(books.db, payoutOf(businessId, amount, more)));
const balance = (businessId: string, { db }: TestDatabase = books) =>
  asPlatform(db, (tx) => businessBalance(tx, businessId, "SAR")).then(({ amount }) => amount);

function refund(businessId: string, amountMinor: number): Promise<boolean> {
  const transfers = [
    { from: payable(businessId), to: { kind: "refunds_payable" } as const, amountMinor },
  ];
  return post(books.db, {
    kind: "refund_requested",
    key: `refund:${newId()}:requested`,
    currency: "SAR",
    transfers,
  });
}

describe("a payout posted to the ledger", () => {
  test("is accepted up to what is owed, and refused beyond that without writing anything", async () => {
    const businessId = await makeSeller(1_000);
    expect(await payOut(businessId, 1_001)).toBe(tooMuch);
    expect(await balance(businessId)).toBe(1_000);
    expect(await payOut(businessId, 1_000)).toBe("done");
    expect(await payOut(businessId, 1)).toBe(tooMuch);
    expect(await balance(businessId)).toBe(0);
  });

  test("cannot draw on cash in the business's own till", async () => {
    const businessId = await makeSeller(1_000);
    const till = { kind: "venue_cash", businessId } as const;
    const sale = { from: till, to: payable(businessId), amountMinor: 500 };
    const posting = { kind: "venue_payment", key: newId(), currency: "SAR" } as const;
    await post(books.db, { ...posting, transfers: [sale] });
    expect(await payOut(businessId, 1_001)).toBe(tooMuch);
    expect(await payOut(businessId, 1_000)).toBe("done");
  });

  test("cannot draw on another currency or another business", async () => {
    const [poor, rich] = [await makeSeller(0), await makeSeller(5_000)];
    await earn(books.db, poor, { amount: 5_000, currency: "KWD" });
    expect(await payOut(poor, 1)).toBe(tooMuch);
    const both = { transfers: [rich, poor].flatMap((id) => payoutOf(id, 1).transfers) };
    expect(await payOut(rich, 1, both)).toBe(tooMuch);
    expect(await balance(rich)).toBe(5_000);
  });

  test("is refused after a refund put the business in debt, until that is earned back", async () => {
    const businessId = await makeSeller(1_000);
    expect(await payOut(businessId, 1_000)).toBe("done");
    // A balance below zero is right here: the customer is owed the refund even after the payout.
    expect(await outcomeOf(refund(businessId, 400))).toBe("done");
    expect(await balance(businessId)).toBe(-400);
    expect(await payOut(businessId, 1)).toBe(tooMuch);
    await earn(books.db, businessId, { amount: 500 });
    expect(await payOut(businessId, 101)).toBe(tooMuch);
    expect(await payOut(businessId, 100)).toBe("done");
  });

  test("that the bank returned is credited back, however much the business owes", async () => {
    const businessId = await makeSeller(1_000);
    await payOut(businessId, 1_000);
    await refund(businessId, 2_000);
    const back = { transfers: [{ from: gateway, to: payable(businessId), amountMinor: 1_000 }] };
    expect(await payOut(businessId, 1, back)).toBe("done");
    expect(await balance(businessId)).toBe(-1_000);
  });

  test("is refused in a snapshot older than the lock", async () => {
    const businessId = await makeSeller(1_000);
    const context = { scope: "platform", actor: "system:test", now: instantText(at) };
    const work = async (tx: Tx) => {
      await sql`select enter(${JSON.stringify(context)}::jsonb)`.execute(tx);
      await postLedger(tx, payoutOf(businessId, 1), at);
    };
    const posted = books.db.transaction().setIsolationLevel("repeatable read").execute(work);
    expect(await outcomeOf(posted)).toBe("HF004");
  });

  test("control: is accepted above what is owed with the trigger dropped", async () => {
    const unguarded = await createTestDatabase();
    await without(unguarded, "drop trigger payout_within_owed on ledger_transactions");
    const businessId = await makeSeller(1_000, unguarded);
    await post(unguarded.db, payoutOf(businessId, 5_000));
    expect(await balance(businessId, unguarded)).toBe(-4_000);
  });
});

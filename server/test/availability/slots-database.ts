import { sql } from "kysely";
import type { FactsQuestion } from "../../src/availability/facts-question.ts";
import { newId } from "../../src/base/id.ts";
import { Problem } from "../../src/base/problem.ts";
import { readFacts as readItemFacts } from "../../src/booking/item-facts.ts";
import type { Db, Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { platform } from "../harness/people.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { at } from "./slot-facts.ts";

/** A Saturday morning in Riyadh. */
export const NOW = at("2026-11-21T09:00+03:00") * 1000;
export const SUNDAY = "2026-11-22";

/** Creates a database for the test file, with functions to fill it and to read it as a booking does. */
export async function openSlotsDatabase() {
  const { db, owner } = await createTestDatabase();

  /** Writes a claim without a booking; only the owner can, and only with foreign keys switched off. */
  async function claim(
    businessId: string,
    unitId: string,
    from: string,
    until: string,
    more: { expires_at?: string; blocking?: boolean } = {},
  ): Promise<void> {
    await owner.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx);
      await tx
        .insertInto("claims")
        .values({
          business_id: businessId,
          unit_id: unitId,
          booking_id: newId(),
          item_id: newId(),
          starts_at: from,
          ends_at: until,
          ...more,
        })
        .execute();
    });
  }

  function arrange(work: (tx: Tx) => Promise<unknown>): Promise<unknown> {
    return inTransaction(db, platform, work);
  }

  async function readFacts<Facts>(question: FactsQuestion, on: Db = db): Promise<Facts | null> {
    return (await readItemFacts(on, [question]))[0] as Facts | null;
  }

  return { db, claim, arrange, readFacts };
}

export type SlotsDatabase = Awaited<ReturnType<typeof openSlotsDatabase>>;

export async function problemOf(
  work: Promise<unknown>,
): Promise<{ type: string; pointers: string[] }> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw new Error(`no problem but ${String(error)}`);
  return { type: error.type, pointers: (error.errors ?? []).map(({ pointer }) => pointer) };
}

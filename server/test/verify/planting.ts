import { sql } from "kysely";
import { instantText } from "../../src/base/time.ts";
import type { Tx } from "../../src/db/connection.ts";
import type { CheckResult } from "../../src/main/verify/check.ts";
import { checks, runCheck } from "../../src/main/verify/run-checks.ts";
import type { MoneyApp } from "../harness/money-app.ts";

/** A fault that the database's owner could cause by bypassing every guard, and which checks then report as FAIL. */
export interface Planting {
  /** "a seat is sold twice" */
  title: string;
  /**
   * Statements, run in order as the superuser with all triggers and foreign keys off. Constraints that would prevent them
   * are dropped first. A statement that changes no row is an error, because it would plant nothing.
   */
  plant: string | readonly string[];
  /** Titles of the checks that must fail; others may fail too. */
  sees: string | readonly string[];
  /** Titles of checks that do not detect it. */
  blind?: string | readonly string[];
}

/** Plants a fault, runs all checks of `holdfast verify`, undoes the fault and returns the results. */
export async function findingsAfter(
  { owner, clock, app }: MoneyApp,
  plant: Planting["plant"],
): Promise<CheckResult[]> {
  const undo = new Error("undo");
  const found: CheckResult[] = [];
  const attempt = async (tx: Tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    for (const statement of [plant].flat()) await plantOne(tx, statement);
    await sql`set local session_replication_role = origin`.execute(tx);
    await sql`set local session authorization holdfast_server`.execute(tx);
    await sql`set local role holdfast_app`.execute(tx);
    const now = instantText(clock.now());
    for (const check of checks) {
      const { scope = "platform" } = check;
      const context = JSON.stringify({ scope, actor: "system:verify", now });
      await sql`select enter(${context}::jsonb)`.execute(tx);
      found.push(await runCheck(tx, check, app.parts.seals));
    }
    throw undo;
  };
  await owner
    .transaction()
    .execute(attempt)
    .catch((error: unknown) => {
      if (error !== undo) throw error;
    });
  return found;
}

async function plantOne(tx: Tx, statement: string): Promise<void> {
  const { numAffectedRows } = await sql.raw(statement).execute(tx);
  const isEdit = /^\s*(insert|update|delete|with)\b/i.test(statement);
  if (isEdit && !numAffectedRows) throw new Error(`nothing was planted by: ${statement}`);
}

export function broken(results: readonly CheckResult[]): string[] {
  return results.filter((one) => one.broken > 0).map(({ title }) => title);
}

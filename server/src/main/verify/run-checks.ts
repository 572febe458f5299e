import { sql } from "kysely";
import { inRead } from "../../db/in-transaction.ts";
import type { Db, Tx } from "../../db/connection.ts";
import type { Check, CheckResult } from "./check.ts";
import { allocationChecks } from "./allocation-checks.ts";
import { amendmentChecks } from "./amendment-checks.ts";
import { editChecks } from "./edit-checks.ts";
import { guardChecks } from "./guard-checks.ts";
import { historyChecks } from "./history-checks.ts";
import { inventoryChecks } from "./inventory-checks.ts";
import { seatChecks } from "./seat-checks.ts";
import { moneyChecks } from "./money-checks.ts";
import { timeChecks } from "./time-checks.ts";
import { invoiceChecks } from "./invoice-checks.ts";

export const checks: readonly Check[] = [
  ...guardChecks,
  ...inventoryChecks,
  ...seatChecks,
  ...amendmentChecks,
  ...allocationChecks,
  ...editChecks,
  ...historyChecks,
  ...timeChecks,
  ...moneyChecks,
  ...invoiceChecks,
].toSorted((a, b) => a.guarantee - b.guarantee);

/**
 * Runs every check on the live database, each in a read-only transaction of its own: it may be run beside a
 * busy server.
 *
 * @param onResult called after each, so that a long run shows where it is
 */
export async function runChecks(
  db: Db,
  now: string,
  onResult: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const { scope = "platform" } = check;
    const result = await inRead(db, { scope, actor: "system:verify", now }, async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx);
      return runCheck(tx, check);
    });
    results.push(result);
    onResult(result);
  }
  return results;
}

/** Runs one check with the eyes that the transaction has. */
export async function runCheck(tx: Tx, { guarantee, title, query }: Check): Promise<CheckResult> {
  const { rows } = await sql<{ checked: number; broken: number }>`${sql.raw(query)}`.execute(tx);
  return { guarantee, title, ...rows[0]! };
}

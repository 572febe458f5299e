import { sql } from "kysely";
import { inRead } from "../../db/in-transaction.ts";
import type { Db, Tx } from "../../db/connection.ts";
import { allocationChecks } from "./allocation-checks.ts";
import type { SealTools } from "../../seal/sealer.ts";
import type { Check, CheckResult, Finding } from "./check.ts";
import { amendmentChecks } from "./amendment-checks.ts";
import { editChecks } from "./edit-checks.ts";
import { guardChecks } from "./guard-checks.ts";
import { historyChecks } from "./history-checks.ts";
import { inventoryChecks } from "./inventory-checks.ts";
import { seatChecks } from "./seat-checks.ts";
import { sealChecks } from "./seal-checks.ts";
import { messageChecks } from "./message-checks.ts";
import { moneyChecks } from "./money-checks.ts";
import { sideChecks } from "./side-checks.ts";
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
  ...sideChecks,
  ...messageChecks,
  ...sealChecks,
  ...moneyChecks,
  ...invoiceChecks,
].toSorted((a, b) => a.guarantee - b.guarantee);

/**
 * Runs every check on the live database, each in its own read-only transaction; safe beside a busy server.
 *
 * @param onResult called after each, so that a long run shows its progress
 * @param seals without them the checks that compare signatures are skipped
 */
export async function runChecks(
  db: Db,
  now: string,
  onResult: (result: CheckResult) => void,
  seals?: SealTools,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    if ("look" in check && !seals) continue;
    const { scope = "platform" } = check;
    const result = await inRead(db, { scope, actor: "system:verify", now }, async (tx) => {
      await sql`set local statement_timeout = 0`.execute(tx);
      return runCheck(tx, check, seals);
    });
    results.push(result);
    onResult(result);
  }
  return results;
}

/** Runs one check with the rights that the transaction has. */
export async function runCheck(tx: Tx, check: Check, seals?: SealTools): Promise<CheckResult> {
  const { guarantee, title } = check;
  return { guarantee, title, ...(await findingOf(tx, check, seals)) };
}

async function findingOf(tx: Tx, check: Check, seals?: SealTools): Promise<Finding> {
  if ("look" in check) {
    if (!seals) throw new Error(`"${check.title}" needs the keys of seals`);
    return check.look(tx, seals);
  }
  const { rows } = await sql<Finding>`${sql.raw(check.query)}`.execute(tx);
  return rows[0]!;
}

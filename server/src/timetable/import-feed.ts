import { inTransaction } from "../db/in-transaction.ts";
import type { Db } from "../db/connection.ts";
import type { Context } from "../db/context.ts";
import type { Feed } from "./feed/feed.ts";
import { importOperator, type ImportTerms, type Unpriced } from "./import-operator.ts";
import { operatorFeeds, type OperatorFeed } from "./operator-feed.ts";
import { addCounts, noCounts, type ImportCounts } from "./tally.ts";

/** Reported after each operator. */
export interface Progress {
  done: number;
  of: number;
  part: OperatorFeed;
  counts: ImportCounts;
  unpriced: Unpriced;
}

/** Changed journeys with a trip that keeps its old stops because seats are sold over them. */
export type KeptJourney = { line: number; id: string };

/**
 * Imports a feed, each operator in its own transaction: if one fails, those before it stay imported, and the same
 * command continues from there.
 *
 * @param context the platform's context
 */
export async function importFeed(
  db: Db,
  context: Context,
  feed: Feed,
  terms: ImportTerms,
  tell: (progress: Progress) => void,
): Promise<{ counts: ImportCounts; kept: KeptJourney[] }> {
  const total = noCounts();
  const kept: KeptJourney[] = [];
  const parts = operatorFeeds(feed);
  for (const [index, part] of parts.entries()) {
    const imported = await inTransaction(db, context, (tx) =>
      importOperator(tx, feed, part, terms),
    );
    addCounts(total, imported.counts);
    const sold = new Set(imported.kept);
    for (const { id, line } of part.journeys) if (sold.has(id)) kept.push({ id, line });
    const { counts, unpriced } = imported;
    tell({ done: index + 1, of: parts.length, part, counts, unpriced });
  }
  return { counts: total, kept };
}

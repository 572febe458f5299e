import { sql, type RawBuilder } from "kysely";
import type { Tx } from "./connection.ts";

/** A batch of rows is parsed and written within a few milliseconds, so other requests are not held up. */
const BATCH = 1_000;

/**
 * Reads all rows of a query in batches, through a cursor of this transaction, so memory stays flat. One at a time per
 * transaction.
 */
export async function* readInBatches<Row>(tx: Tx, query: RawBuilder<Row>): AsyncGenerator<Row[]> {
  await sql`declare batches no scroll cursor for ${query}`.execute(tx);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(BATCH)} from batches`.execute(tx);
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) break;
  }
  await sql`close batches`.execute(tx);
}

import { sql, type RawBuilder } from "kysely";

/** Rows per statement: well under a second of work, and a few megabytes of JSON at most. */
const BATCH_ROWS = 5_000;

/**
 * Returns rows as a table expression named `r`, for one set-based statement.
 *
 * @param columns as in `jsonb_to_recordset`: "id uuid, code text"; the rows' own keys
 */
export function rowsIn(rows: readonly object[], columns: string): RawBuilder<unknown> {
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${sql.raw(columns)})`;
}

/** Splits the rows into batches small enough for one statement each. */
export function batchesOf<Row>(rows: readonly Row[]): Row[][] {
  const batches: Row[][] = [];
  for (let from = 0; from < rows.length; from += BATCH_ROWS) {
    batches.push(rows.slice(from, from + BATCH_ROWS));
  }
  return batches;
}

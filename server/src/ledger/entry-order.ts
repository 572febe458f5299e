import { sql } from "kysely";
import { decodeCursor } from "../base/page.ts";

/** Entries `e`, newest first: the order of every list of entries. */
export const newestFirst = sql`e.at desc, e.transaction_id desc, e.line desc`;

interface Placed {
  at: string;
  transaction_id: string;
  line: number;
}

export function cursorOf({ at, transaction_id, line }: Placed) {
  return [at, transaction_id, line];
}

/**
 * Returns the condition for the rows after a page of such a list.
 *
 * @throws Problem invalid-request for a cursor of another list
 */
export function afterCursor(cursor: string | undefined) {
  if (cursor === undefined) return sql`true`;
  const [at, id, line] = decodeCursor(cursor, ["instant", "id", "integer"]);
  return sql`(e.at, e.transaction_id, e.line) < (${at}::timestamptz, ${id}::uuid, ${line}::int)`;
}

import { sql } from "kysely";
import { nouns, type Noun } from "../base/nouns.ts";
import { invalid } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";

/** A row of the business that the request refers to, and where the request names it. */
export type Named = { pointer: string; id: string };

const nounOf = {
  calendars: "calendar",
  locations: "location",
  rentals: "rental",
  routes: "route",
  staff: "staff",
  stops: "stop",
  vehicles: "vehicle",
} as const satisfies Record<string, Noun>;

/**
 * Checks that rows named by a request belong to the same business; others' rows are treated as missing.
 *
 * @throws Problem invalid-request with a pointer to each that does not
 */
export async function assertOwn(
  tx: Tx,
  businessId: string,
  table: keyof typeof nounOf,
  named: readonly Named[],
): Promise<void> {
  if (named.length === 0) return;
  const ids = [...new Set(named.map((one) => one.id))];
  const { rows } = await sql<{ id: string }>`
    select id from ${sql.table(table)} where business_id = ${businessId} and id = any (${ids}::uuid[])
  `.execute(tx);
  const known = new Set(rows.map((row) => row.id));
  const missing = named.filter((one) => !known.has(one.id.toLowerCase()));
  const { ar, en } = nouns[nounOf[table]];
  const detail = text(`لم يُعثر على ${ar} في منشأتك.`, `Your business has no such ${en}.`);
  if (missing.length > 0) throw invalid(missing.map(({ pointer }) => ({ pointer, detail })));
}

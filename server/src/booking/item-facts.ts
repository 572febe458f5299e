import { sql, type RawBuilder } from "kysely";
import type { FactsQuestion } from "../availability/facts-question.ts";
import type { Db, Tx } from "../db/connection.ts";

/** Reads the facts of items on one snapshot, in their order; null where the caller cannot see what is asked about. */
export async function readFacts(
  db: Db | Tx,
  questions: readonly FactsQuestion[],
): Promise<unknown[]> {
  const { rows } = await sql<{ facts: unknown[] }>`
    select ${factsOf(questions)} as facts`.execute(db);
  return rows[0]!.facts;
}

/** The SQL of the same facts, as a column of a larger query. */
export function factsOf(questions: readonly FactsQuestion[]): RawBuilder<unknown[]> {
  return sql<unknown[]>`item_facts(${JSON.stringify(questions)}::jsonb)`;
}

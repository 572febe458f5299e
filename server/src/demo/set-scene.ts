import { sql } from "kysely";
import type { Context } from "../db/context.ts";
import type { Tx } from "../db/connection.ts";

/** Who acts from here on, and when: the demo tells two months in one transaction. */
export async function setScene(tx: Tx, context: Context): Promise<void> {
  await sql`select enter(${JSON.stringify(context)}::jsonb)`.execute(tx);
}

import { sql } from "kysely";
import type { Context } from "../db/context.ts";
import type { Tx } from "../db/connection.ts";

/** Sets the actor and the time from here on: the demo plays two months in one transaction. */
export async function setScene(tx: Tx, context: Context): Promise<void> {
  await sql`select enter(${JSON.stringify(context)}::jsonb)`.execute(tx);
}

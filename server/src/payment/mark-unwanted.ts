import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/** Marks an authorised payment that has nothing left to pay for: a job voids it at the gateway. */
export async function markUnwanted(tx: Tx, paymentId: string): Promise<void> {
  await sql`update payments set unwanted = true where id = ${paymentId}`.execute(tx);
  await sql`insert into outbox (topic, payload)
    values ('payment.unwanted', ${JSON.stringify({ paymentId })}::jsonb)`.execute(tx);
}

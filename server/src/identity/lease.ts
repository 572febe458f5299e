import { sql } from "kysely";
import type { Db, Tx } from "../db/connection.ts";

/**
 * Takes a lease shared by all servers: its holder does something once for everybody who asks at the same moment. It
 * expires by itself if its holder dies.
 *
 * @returns whether the caller holds it now
 */
export async function takeLease(tx: Tx, name: string, seconds: number): Promise<boolean> {
  const { rows } = await sql`
    insert into rate_limits as l (bucket, hits, resets_at)
    values (${name}, 1, clock_timestamp() + make_interval(secs => ${seconds}))
    on conflict (bucket) do update set resets_at = excluded.resets_at
      where l.resets_at <= clock_timestamp()
    returning 1`.execute(tx);
  return rows.length > 0;
}

export async function isLeased(db: Db | Tx, name: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from rate_limits where bucket = ${name} and resets_at > clock_timestamp()`.execute(db);
  return rows.length > 0;
}

export async function endLease(tx: Tx, name: string): Promise<void> {
  await sql`delete from rate_limits where bucket = ${name}`.execute(tx);
}

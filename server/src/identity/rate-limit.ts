import { sql } from "kysely";
import { tooManyRequests } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";

/**
 * Counts one use of a bucket that all servers share and that resets every window.
 *
 * @throws Problem too-many-requests with the seconds until the reset
 */
export async function takeFromLimit(
  tx: Tx,
  limit: { bucket: string; most: number; windowSeconds: number },
): Promise<void> {
  const { bucket, most, windowSeconds } = limit;
  const { rows } = await sql<{ hits: number; wait: number }>`
    insert into rate_limits as l (bucket, hits, resets_at)
    values (${bucket}, 1, app_now() + make_interval(secs => ${windowSeconds}))
    on conflict (bucket) do update set
      hits = case when l.resets_at <= app_now() then 1 else l.hits + 1 end,
      resets_at = case when l.resets_at <= app_now() then excluded.resets_at else l.resets_at end
    returning hits, extract(epoch from resets_at - app_now())::float8 as wait`.execute(tx);
  const [row] = rows;
  if (row && row.hits > most) throw tooManyRequests(row.wait);
}

/** Deletes windows that are over; a timed task. */
export async function purgeRateLimits(db: Db, now: string): Promise<void> {
  await sql`delete from rate_limits where resets_at < ${now}`.execute(db);
}

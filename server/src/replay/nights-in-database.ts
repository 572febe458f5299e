import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";

/** One night of one room type, counted from the claims and not from the bucket's own count. */
export interface NightTaken {
  poolId: string;
  night: string;
  taken: number;
  rooms: number;
  /** The bucket's own count. */
  counted: number;
  capacity: number;
}

/** Returns every night of these businesses on which anything is or was taken. Needs the platform's rights. */
export async function nightsInDatabase(
  tx: Tx,
  businessIds: readonly string[],
): Promise<NightTaken[]> {
  const { rows } = await sql<NightTaken>`
    select b.pool_id as "poolId", b.bucket as night, coalesce(p.taken, 0)::int as taken, r.rooms,
      b.taken as counted, b.capacity
    from pool_buckets b
    join room_types r on r.business_id = b.business_id and r.id = b.pool_id
    left join (
      select business_id, pool_id, bucket, sum(quantity) as taken from pool_claims
      where blocking and business_id = any (${businessIds}::uuid[]) group by 1, 2, 3
    ) p on p.business_id = b.business_id and p.pool_id = b.pool_id and p.bucket = b.bucket
    where b.business_id = any (${businessIds}::uuid[])`.execute(tx);
  return rows;
}

/** Counts claims on nights that have no bucket: they would be sold without being counted. */
export async function uncountedClaims(tx: Tx, businessIds: readonly string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from pool_claims p where p.blocking and p.business_id = any (${businessIds}::uuid[])
      and not exists (select 1 from pool_buckets b where b.business_id = p.business_id
        and b.pool_id = p.pool_id and b.bucket = p.bucket)`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Counts these businesses' bookings, by status. */
export async function bookingsByStatus(
  tx: Tx,
  businessIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ status: string; count: number }>`
    select status, count(*) from bookings where business_id = any (${businessIds}::uuid[])
    group by 1`.execute(tx);
  return new Map(rows.map((row) => [row.status, row.count]));
}

import { decodeCursor, pageSize, toPage, type Page } from "../../base/page.ts";
import { notFound } from "../../base/problem.ts";
import { localInstant } from "../../business/local-instant.ts";
import { sql } from "kysely";
import type { Db, Tx } from "../../db/connection.ts";

export type StaffException = {
  id: string;
  /** "off" is time off, "open" a one-off opening. */
  kind: "off" | "open";
  /** RFC 3339 on the location's clock. */
  start: string;
  end: string;
  reason: string;
};

/** Lists exceptions by start; with from–to, only those that overlap it. */
export async function listStaffExceptions(
  db: Db,
  key: { businessId: string; staffId: string },
  asked: { from?: string; to?: string; limit?: number; cursor?: string },
): Promise<Page<StaffException>> {
  const size = pageSize(asked.limit);
  let query = exceptionRows(db, key)
    .orderBy("e.starts_at")
    .orderBy("e.id")
    .limit(size + 1);
  if (asked.from) query = query.where("e.ends_at", ">", asked.from);
  if (asked.to) query = query.where("e.starts_at", "<", asked.to);
  if (asked.cursor) {
    const [start, id] = decodeCursor(asked.cursor, ["instant", "id"]);
    query = query.where(sql<boolean>`(e.starts_at, e.id) > (${start}::timestamptz, ${id}::uuid)`);
  }
  return toPage(await query.execute(), size, (row) => [row.starts_at, row.id], viewException);
}

/** @throws Problem not-found */
export async function getStaffException(
  db: Db | Tx,
  key: { businessId: string; staffId: string; id: string },
): Promise<StaffException> {
  const row = await exceptionRows(db, key).where("e.id", "=", key.id).executeTakeFirst();
  if (!row) throw notFound("exception");
  return viewException(row);
}

function exceptionRows(db: Db | Tx, key: { businessId: string; staffId: string }) {
  return db
    .selectFrom("staff_exceptions as e")
    .innerJoin("staff as s", (on) =>
      on.onRef("s.business_id", "=", "e.business_id").onRef("s.id", "=", "e.staff_id"),
    )
    .innerJoin("locations as l", (on) =>
      on.onRef("l.business_id", "=", "s.business_id").onRef("l.id", "=", "s.location_id"),
    )
    .select(["e.id", "e.kind", "e.starts_at", "e.ends_at", "e.reason", "l.timezone"])
    .where("e.business_id", "=", key.businessId)
    .where("e.staff_id", "=", key.staffId);
}

function viewException(row: {
  id: string;
  kind: "off" | "open";
  starts_at: string;
  ends_at: string;
  reason: string;
  timezone: string;
}): StaffException {
  return {
    id: row.id,
    kind: row.kind,
    start: localInstant(row.starts_at, row.timezone),
    end: localInstant(row.ends_at, row.timezone),
    reason: row.reason,
  };
}

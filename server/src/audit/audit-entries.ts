import { decodeCursor, fittingRows, pageSize, toPage, type Page } from "../base/page.ts";
import { sql } from "kysely";
import type { Db } from "../db/connection.ts";

export type AuditEntry = {
  id: string;
  /** The nil id when the entry concerns the platform. */
  businessId: string;
  at: string;
  actor: string;
  action: string;
  subjectKind: string;
  subjectId: string;
  requestId: string | null;
  ip: string | null;
  before: unknown;
  after: unknown;
};

export type AuditFilter = {
  businessId?: string;
  actor?: string;
  action?: string;
  subjectKind?: string;
  subjectId?: string;
  /** RFC 3339: from this instant, up to but not including that one. */
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
};

/** A business sees what the platform's people did to it, but not their addresses. */
const shownAddress = sql<string | null>`
  case when app_scope() = 'platform' or actor like 'key:%' or exists (
    select from members m where m.business_id = audit_log.business_id and actor = 'user:' || m.user_id)
  then ip end`;

/**
 * Lists entries, newest first; the database decides whose entries the caller may read.
 *
 * @throws Problem invalid-request for a cursor from another list
 */
export async function listAuditEntries(db: Db, filter: AuditFilter): Promise<Page<AuditEntry>> {
  const size = pageSize(filter.limit);
  let query = db
    .selectFrom("audit_log")
    .select([
      "id",
      "business_id as businessId",
      "at",
      "actor",
      "action",
      "subject_kind as subjectKind",
      "subject_id as subjectId",
      "request_id as requestId",
      shownAddress.as("ip"),
      sql<number>`length(coalesce(before::text, '')) + length(coalesce(after::text, ''))`.as(
        "length",
      ),
    ])
    .orderBy("at", "desc")
    .orderBy("id", "desc")
    .limit(size + 1);
  if (filter.businessId) query = query.where("business_id", "=", filter.businessId);
  if (filter.actor) query = query.where("actor", "=", filter.actor);
  if (filter.action) query = query.where("action", "=", filter.action);
  if (filter.subjectKind) query = query.where("subject_kind", "=", filter.subjectKind);
  if (filter.subjectId) query = query.where("subject_id", "=", filter.subjectId);
  if (filter.from) query = query.where("at", ">=", filter.from);
  if (filter.to) query = query.where("at", "<", filter.to);
  if (filter.cursor) {
    const [at, id] = decodeCursor(filter.cursor, ["instant", "id"]);
    query = query.where(sql<boolean>`(at, id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const rows = await query.execute();
  const shown = fittingRows(
    rows.map((row) => row.length),
    size,
  );
  const values = await readValues(db, rows.slice(0, shown));
  return toPage(
    rows,
    shown,
    (row) => [row.at, row.id],
    ({ length: _, ...row }) => ({ ...row, ...values.get(row.id)! }),
  );
}

/** What the shown entries say of before and after, which may be long: those that do not fit are not read. */
async function readValues(
  db: Db,
  shown: readonly { id: string; businessId: string }[],
): Promise<Map<string, Pick<AuditEntry, "before" | "after">>> {
  if (shown.length === 0) return new Map();
  const rows = await db
    .selectFrom("audit_log")
    .select(["id", "before", "after"])
    .where(
      "business_id",
      "in",
      shown.map((one) => one.businessId),
    )
    .where(
      "id",
      "in",
      shown.map((one) => one.id),
    )
    .execute();
  return new Map(rows.map(({ id, before, after }) => [id, { before, after }]));
}

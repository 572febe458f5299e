import { sql } from "kysely";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import type { Db } from "../db/connection.ts";

export type Session = {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  userAgent: string | null;
  ip: string | null;
  /** The session of this request. */
  current: boolean;
};

/**
 * Lists a person's open sessions, newest first.
 *
 * @throws Problem invalid-request for a cursor from another list
 */
export async function listSessions(
  db: Db,
  request: { userId: string; currentId: string; now: string; limit?: number; cursor?: string },
): Promise<Page<Session>> {
  const size = pageSize(request.limit);
  let query = db
    .selectFrom("sessions")
    .select([
      "id",
      "created_at as createdAt",
      "last_seen_at as lastSeenAt",
      "expires_at as expiresAt",
      "user_agent as userAgent",
      "ip",
    ])
    .where("user_id", "=", request.userId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", request.now)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(size + 1);
  if (request.cursor) {
    const [at, id] = decodeCursor(request.cursor, ["instant", "id"]);
    query = query.where(sql<boolean>`(created_at, id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  return toPage(
    await query.execute(),
    size,
    (row) => [row.createdAt, row.id],
    (row) => ({ ...row, current: row.id === request.currentId }),
  );
}

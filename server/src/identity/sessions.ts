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

/** Lists a person's open sessions, newest first. */
export async function listSessions(
  db: Db,
  request: { userId: string; currentId: string; now: string },
): Promise<Session[]> {
  const rows = await db
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
    .limit(100)
    .execute();
  return rows.map((row) => ({ ...row, current: row.id === request.currentId }));
}

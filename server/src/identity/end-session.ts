import { notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";

/**
 * Ends one of a person's sessions at once.
 *
 * @throws Problem not-found when it is not theirs or over already
 */
export async function endSession(
  tx: Tx,
  request: { sessionId: string; userId: string; now: string },
): Promise<void> {
  const ended = await tx
    .updateTable("sessions")
    .set({ revoked_at: request.now })
    .where("id", "=", request.sessionId)
    .where("user_id", "=", request.userId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (ended.numUpdatedRows === 0n) throw notFound("session");
}

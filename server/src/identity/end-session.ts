import { notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";

type OwnSession = { sessionId: string; userId: string; now: string };

/** Signs out: ends the session of the request. One that another request ended in the same moment is as good. */
export async function signOut(tx: Tx, session: OwnSession): Promise<void> {
  await revoke(tx, session);
}

/**
 * Ends one of a person's sessions at once.
 *
 * @throws Problem not-found when it is not theirs or over already
 */
export async function endSession(tx: Tx, session: OwnSession): Promise<void> {
  if (!(await revoke(tx, session))) throw notFound("session");
}

/** @returns whether it was open */
async function revoke(tx: Tx, { sessionId, userId, now }: OwnSession): Promise<boolean> {
  const ended = await tx
    .updateTable("sessions")
    .set({ revoked_at: now })
    .where("id", "=", sessionId)
    .where("user_id", "=", userId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return ended.numUpdatedRows > 0n;
}

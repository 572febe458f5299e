import { notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";

type OwnSession = { sessionId: string; userId: string; now: string };

/** Signs out: ends the session of the request. If another request ended it in the same moment, that counts too. */
export async function signOut(tx: Tx, session: OwnSession): Promise<void> {
  await revoke(tx, session);
}

/**
 * Ends one of a person's sessions at once.
 *
 * @throws Problem not-found when it is somebody else's or already over
 */
export async function endSession(tx: Tx, session: OwnSession): Promise<void> {
  if (!(await revoke(tx, session))) throw notFound("session");
}

/** @returns whether the session was open */
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

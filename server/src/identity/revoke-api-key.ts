import { noteAction } from "../audit/note-action.ts";
import { notFound } from "../base/problem.ts";
import type { Tx } from "../db/connection.ts";

/**
 * Revokes a key at once; its row stays for the audit trail.
 *
 * @throws Problem not-found when the business has no such active key
 */
export async function revokeApiKey(
  tx: Tx,
  request: { businessId: string; keyId: string; now: string },
): Promise<void> {
  const { businessId, keyId, now } = request;
  const revoked = await tx
    .updateTable("api_keys")
    .set({ revoked_at: now })
    .where("business_id", "=", businessId)
    .where("id", "=", keyId)
    .where("revoked_at", "is", null)
    .returning(["name", "scopes"])
    .executeTakeFirst();
  if (!revoked) throw notFound("apiKey");
  await noteAction(tx, {
    businessId,
    action: "apiKey.revoked",
    subjectKind: "apiKey",
    subjectId: keyId,
    before: revoked,
  });
}

import { notFound, preconditionFailed } from "../base/problem.ts";
import type { Locale } from "../base/text.ts";
import type { Tx } from "../db/connection.ts";
import { getUser, type User } from "./users.ts";

/**
 * Changes a person's own details; omitted fields stay.
 *
 * @throws Problem not-found, precondition-failed when `version` is given and outdated
 */
export async function editUser(
  tx: Tx,
  edit: { userId: string; name?: string; locale?: Locale; version?: number },
): Promise<User> {
  const { userId, name, locale, version } = edit;
  const current = await tx
    .selectFrom("users")
    .select("version")
    .where("id", "=", userId)
    .forUpdate()
    .executeTakeFirst();
  if (!current) throw notFound("user");
  if (version !== undefined && version !== current.version) throw preconditionFailed();
  if (name !== undefined || locale !== undefined) {
    const changes = {
      ...(name !== undefined && { name }),
      ...(locale !== undefined && { locale }),
    };
    await tx.updateTable("users").set(changes).where("id", "=", userId).execute();
  }
  return getUser(tx, userId);
}

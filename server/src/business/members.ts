import type { Role } from "../base/actor.ts";
import { decodeCursor, pageSize, toPage, type Page } from "../base/page.ts";
import { notFound } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";

export type Member = {
  userId: string;
  /** The business's name for them; their own name is theirs to share. */
  name: string | null;
  phone: string | null;
  role: Role;
  createdAt: string;
  version: number;
};

/** Read as a member of that business: the database shows colleagues only to each other. */
export async function listMembers(
  db: Db,
  businessId: string,
  asked: { limit?: number; cursor?: string },
): Promise<Page<Member>> {
  const size = pageSize(asked.limit);
  let query = memberRows(db, businessId)
    .orderBy("members.user_id")
    .limit(size + 1);
  if (asked.cursor) {
    query = query.where("members.user_id", ">", decodeCursor(asked.cursor, ["id"])[0]);
  }
  return toPage(
    await query.execute(),
    size,
    (row) => [row.userId],
    (row) => row,
  );
}

/** @throws Problem not-found */
export async function getMember(db: Db | Tx, businessId: string, userId: string): Promise<Member> {
  const row = await memberRows(db, businessId)
    .where("members.user_id", "=", userId)
    .executeTakeFirst();
  if (!row) throw notFound("member");
  return row;
}

function memberRows(db: Db | Tx, businessId: string) {
  return db
    .selectFrom("members")
    .innerJoin("users", "users.id", "members.user_id")
    .select([
      "members.user_id as userId",
      "members.name",
      "users.phone",
      "members.role",
      "members.created_at as createdAt",
      "members.version",
    ])
    .where("members.business_id", "=", businessId);
}

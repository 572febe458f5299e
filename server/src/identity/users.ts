import { notFound } from "../base/problem.ts";
import type { Db, Tx } from "../db/connection.ts";
import type { SignedIn } from "./sign-in.ts";

export type User = SignedIn & { version: number };

/** @throws Problem not-found when the person does not exist or is not visible to the caller */
export async function getUser(db: Db, userId: string): Promise<User> {
  const row = await db
    .selectFrom("users")
    .select(["id", "phone", "name", "locale", "is_admin as isAdmin", "version"])
    .where("id", "=", userId)
    .executeTakeFirst();
  if (!row) throw notFound("user");
  return row;
}

/** Finds the person who signs in with this number, E.164. Only the platform finds people it has no dealings with. */
export async function findUserByPhone(
  db: Db | Tx,
  phone: string,
): Promise<{ id: string } | undefined> {
  return db.selectFrom("users").select("id").where("phone", "=", phone).executeTakeFirst();
}

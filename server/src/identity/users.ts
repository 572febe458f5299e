import { notFound } from "../base/problem.ts";
import type { Db } from "../db/connection.ts";
import type { SignedIn } from "./sign-in.ts";

export type User = SignedIn & { version: number };

/** @throws Problem not-found when there is no such person, or none the caller may see */
export async function getUser(db: Db, userId: string): Promise<User> {
  const row = await db
    .selectFrom("users")
    .select(["id", "phone", "name", "locale", "is_admin as isAdmin", "version"])
    .where("id", "=", userId)
    .executeTakeFirst();
  if (!row) throw notFound("user");
  return row;
}

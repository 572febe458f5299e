import type { KeyScope } from "../base/actor.ts";
import type { Db } from "../db/connection.ts";

export type ApiKey = {
  id: string;
  name: string;
  scopes: KeyScope[];
  createdAt: string;
  lastUsedAt: string | null;
};

/** Lists a business's active keys, newest first. */
export async function listApiKeys(db: Db, businessId: string): Promise<ApiKey[]> {
  const rows = await db
    .selectFrom("api_keys")
    .select(["id", "name", "scopes", "created_at as createdAt", "last_used_at as lastUsedAt"])
    .where("business_id", "=", businessId)
    .where("revoked_at", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({ ...row, scopes: row.scopes as KeyScope[] }));
}

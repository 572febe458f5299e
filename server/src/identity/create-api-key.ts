import { sql } from "kysely";
import { noteAction } from "../audit/note-action.ts";
import type { KeyScope } from "../base/actor.ts";
import { newId } from "../base/id.ts";
import { conflict } from "../base/problem.ts";
import { instantText, type Clock } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import type { ApiKey } from "./api-keys.ts";
import { hashToken, keyToken, newToken } from "./token.ts";

/** Enough for every integration and its successor; any more are forgotten ones. */
export const KEYS_MAX = 50;

/**
 * Makes a key for a business. Its token is returned only here.
 *
 * @throws Problem conflict when the business has 50 already
 */
export async function createApiKey(
  tx: Tx,
  request: { businessId: string; name: string; scopes: KeyScope[]; userId: string; clock: Clock },
): Promise<ApiKey & { token: string }> {
  const { businessId, name, userId, clock } = request;
  // Locked, so that two at once cannot step over the limit.
  await sql`select from businesses where id = ${businessId} for no key update`.execute(tx);
  const { rows: active } = await sql`
    select from api_keys where business_id = ${businessId} and revoked_at is null limit ${KEYS_MAX}`.execute(
    tx,
  );
  if (active.length >= KEYS_MAX) {
    throw conflict(
      `للمنشأة ${KEYS_MAX} مفتاحًا وهو الحد الأقصى؛ ألغِ ما لا تستخدمه أولًا.`,
      `The business has ${KEYS_MAX} keys, the maximum; revoke unused keys first.`,
    );
  }
  const now = clock.now();
  const secret = newToken();
  const scopes = [...new Set(request.scopes)];
  const key = { id: newId(now), name, scopes, createdAt: instantText(now), lastUsedAt: null };
  await tx
    .insertInto("api_keys")
    .values({
      business_id: businessId,
      id: key.id,
      name,
      scopes,
      secret_hash: hashToken(secret),
      created_by: userId,
      created_at: key.createdAt,
    })
    .execute();
  await noteAction(tx, {
    businessId,
    action: "apiKey.created",
    subjectKind: "apiKey",
    subjectId: key.id,
    after: { name, scopes },
  });
  return { ...key, token: keyToken(businessId, secret) };
}

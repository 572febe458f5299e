import { randomBytes } from "node:crypto";
import type pg from "pg";
import { newId } from "../../base/id.ts";
import { hashToken } from "../../identity/token.ts";

/** Makes an API key of a business that may read and place bookings. */
export async function makeKey(client: pg.Client, businessId: string): Promise<string> {
  const secret = randomBytes(32).toString("base64url");
  await client.query(
    `insert into api_keys (business_id, id, name, secret_hash, scopes)
     values ($1, $2, 'bench', $3, '{bookings:read,bookings:write}')`,
    [businessId, newId(), hashToken(secret)],
  );
  return `hfk_${businessId.replaceAll("-", "")}_${secret}`;
}

/** Makes a customer who is signed in, and returns the session's token. */
export async function makeSession(client: pg.Client, userId: string): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await client.query(
    "insert into users (id, phone, name, locale) values ($1, '+966500000009', 'Bench', 'en')",
    [userId],
  );
  await client.query(
    "insert into sessions (id, user_id, token_hash, expires_at) values ($1, $1, $2, '2100-01-01')",
    [userId, hashToken(token)],
  );
  return token;
}

/** Makes an approved business in Riyadh. */
export async function makeBusiness(
  client: pg.Client,
  { id, slug, kind }: { id: string; slug: string; kind: "salon" | "bus" },
): Promise<void> {
  await client.query(
    `insert into businesses (id, slug, kind, name_ar, name_en, city_ar, city_en, status, approved_at)
     values ($1, $2, $3, $2, $2, 'الرياض', 'Riyadh', 'approved', now())`,
    [id, slug, kind],
  );
}

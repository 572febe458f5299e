import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Locale } from "../base/text.ts";
import { DAY_MS, instantText, type Clock } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import { hashToken, newToken } from "./token.ts";

export const SESSION_DAYS = 30;

/** A person as their own account shows them. */
export type SignedIn = {
  id: string;
  phone: string | null;
  name: string;
  locale: Locale;
  isAdmin: boolean;
};

/**
 * Opens a session for the owner of a number, whose account is created on the first one. The token is returned only
 * here.
 *
 * @param request.phone E.164, proven to belong to the caller
 */
export async function signIn(
  tx: Tx,
  request: { phone: string; locale: Locale; userAgent?: string; ip?: string; clock: Clock },
): Promise<{ token: string; user: SignedIn }> {
  const { phone, locale, userAgent, ip, clock } = request;
  const now = clock.now();
  const token = newToken();
  const person = { id: newId(now), phone, locale };
  const session = {
    id: newId(now),
    tokenHash: hashToken(token),
    userAgent,
    ip,
    expiresAt: instantText(now + SESSION_DAYS * DAY_MS),
  };
  const { rows } = await sql<{ user: SignedIn }>`
    select sign_in(${JSON.stringify(person)}::jsonb, ${JSON.stringify(session)}::jsonb) as user`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error("sign_in returned nothing");
  return { token, user: row.user };
}

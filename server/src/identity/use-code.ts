import { sql } from "kysely";
import type { Tx } from "../db/connection.ts";
import { CODE_TRIES, hashCode, sameHash } from "./code.ts";

/**
 * Checks a code against the number's active one, and uses it up if it is right. The attempt counts either way, so the
 * caller must commit even when this returns false.
 *
 * @returns false for a wrong, used or expired code, one tried too often, and a number that requested none
 */
export async function useCode(
  tx: Tx,
  attempt: { phone: string; code: string; secret: string },
): Promise<boolean> {
  const { phone, code, secret } = attempt;
  // One statement: every one of several concurrent guesses is counted, and the sixth finds no row.
  const { rows } = await sql<{ id: string; hash: string }>`
    update otp_codes set tries = tries + 1
    where id = (select id from otp_codes
        where phone = ${phone} and used_at is null and expires_at > app_now()
        order by created_at desc, id desc limit 1)
      and tries < ${CODE_TRIES} and used_at is null and expires_at > app_now()
    returning id, code_hash as hash`.execute(tx);
  const [last] = rows;
  if (!last || !sameHash(last.hash, hashCode(code, phone, secret))) return false;
  await sql`update otp_codes set used_at = app_now() where id = ${last.id}`.execute(tx);
  return true;
}

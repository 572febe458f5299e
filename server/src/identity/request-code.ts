import { sql } from "kysely";
import { newId } from "../base/id.ts";
import { instantText, MINUTE_MS, type Clock } from "../base/time.ts";
import type { Tx } from "../db/connection.ts";
import { CODE_MINUTES, hashCode, newCode } from "./code.ts";
import type { CodeChannelName } from "./code-channel.ts";
import { takeFromLimit } from "./rate-limit.ts";

/** A person mistypes once or twice; SMS fraud sends to one number as often as it can. */
const PER_NUMBER = { most: 5, windowSeconds: 15 * 60 };
/** An office behind one address signs in together on Sunday morning. */
const PER_ADDRESS = { most: 30, windowSeconds: 60 * 60 };

/**
 * Makes a sign-in code for a number, known or not, and stores its hash. The previous code stops working. The caller
 * sends it once the transaction is committed.
 *
 * @returns the code, and when it expires
 * @throws Problem too-many-requests
 */
export async function requestCode(
  tx: Tx,
  request: {
    /** E.164 */
    phone: string;
    channel: CodeChannelName;
    address: string;
    ip: string;
    exempt: boolean;
    secret: string;
    clock: Clock;
  },
): Promise<{ code: string; expiresAt: string }> {
  const { phone, channel, address, ip, exempt, secret, clock } = request;
  if (!exempt) {
    await takeFromLimit(tx, { bucket: `code to ${phone}`, ...PER_NUMBER });
    await takeFromLimit(tx, { bucket: `codes from ${address}`, ...PER_ADDRESS });
  }
  const now = clock.now();
  await retireCodes(tx, phone);
  const code = newCode();
  const expiresAt = instantText(now + CODE_MINUTES * MINUTE_MS);
  await tx
    .insertInto("otp_codes")
    .values({
      id: newId(now),
      phone,
      channel,
      code_hash: hashCode(code, phone, secret),
      ip,
      expires_at: expiresAt,
    })
    .execute();
  return { code, expiresAt };
}

async function retireCodes(tx: Tx, phone: string): Promise<void> {
  await sql`update otp_codes set expires_at = app_now()
    where phone = ${phone} and used_at is null and expires_at > app_now()`.execute(tx);
}

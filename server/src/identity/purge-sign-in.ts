import { sql } from "kysely";
import { DAY_MS, instantText, type Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { purgeRateLimits } from "./rate-limit.ts";

/** Long enough to answer "was that me?". */
const SESSION_TRACE_DAYS = 90;
const CODE_TRACE_DAYS = 1;

/** Deletes what signing in leaves behind: codes, sessions long over, send limits. A timed task. */
export async function purgeSignIn(db: Db, clock: Clock): Promise<void> {
  const now = clock.now();
  const before = (days: number) => instantText(now - days * DAY_MS);
  const context = {
    scope: "platform" as const,
    actor: "system:purge-sign-in",
    now: instantText(now),
  };
  await inTransaction(db, context, async (tx) => {
    await sql`delete from otp_codes where expires_at < ${before(CODE_TRACE_DAYS)}`.execute(tx);
    const over = before(SESSION_TRACE_DAYS);
    await sql`delete from sessions where expires_at < ${over} or revoked_at < ${over}`.execute(tx);
    await purgeRateLimits(tx, context.now);
  });
}

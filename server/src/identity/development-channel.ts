import { sql } from "kysely";
import { newId } from "../base/id.ts";
import type { Clock } from "../base/time.ts";
import type { Db } from "../db/connection.ts";
import type { CodeChannel } from "./code-channel.ts";

/**
 * Delivers codes in development: to the mailbox that `GET /dev/messages` shows, and to the log.
 *
 * @throws Error in production, where codes need a real channel
 */
export function developmentChannel(options: {
  env: "development" | "production";
  db: Db;
  clock: Clock;
  /** Where the code is shown to the person who started the program. */
  show: (line: string) => void;
}): CodeChannel {
  const { env, db, clock, show } = options;
  if (env === "production") {
    throw new Error(
      "HOLDFAST_ENV=production needs a channel for sign-in codes (SMS or WhatsApp), and none is configured.",
    );
  }
  return {
    async send({ to, channel, text, code }) {
      await db
        .insertInto("dev_messages")
        .values({
          id: newId(clock.now()),
          recipient: to,
          channel,
          text,
          code,
          // Not the injected clock: "newest first" must hold even while a test's clock stands still.
          created_at: sql<string>`clock_timestamp()`,
        })
        .execute();
      show(`sign-in code for ${to} by ${channel}: ${code}`);
    },
  };
}

import type { Db } from "../db/connection.ts";

export type DevMessage = {
  to: string;
  channel: string;
  text: string;
  code: string | null;
  createdAt: string;
};

export const SHOWN_MAX = 50;

/** Lists the development mailbox, newest first; all recipients when `to` is absent. */
export async function listDevMessages(db: Db, to: string | undefined): Promise<DevMessage[]> {
  let query = db
    .selectFrom("dev_messages")
    .select(["recipient as to", "channel", "text", "code", "created_at as createdAt"])
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(SHOWN_MAX);
  if (to !== undefined) query = query.where("recipient", "=", to);
  return query.execute();
}

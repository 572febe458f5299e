import { sql } from "kysely";
import { normalisePhone } from "../identity/phone.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { newId } from "../base/id.ts";
import { instantText } from "../base/time.ts";
import { UsageError } from "../base/usage-error.ts";
import { withDatabase } from "./with-database.ts";

const HELP =
  "holdfast admin grant|revoke <phone>    the phone in international form, such as +966500000001";

/** `holdfast admin`: platform admins are appointed on the server itself, never over the network. */
export async function runAdmin([action, number]: string[]): Promise<number> {
  if (action === "--help" || action === "-h") {
    console.log(HELP);
    return 0;
  }
  const phone = number === undefined ? undefined : normalisePhone(number);
  if ((action !== "grant" && action !== "revoke") || !phone) throw new UsageError(HELP);
  const isAdmin = action === "grant";
  const now = Date.now();
  const context = { scope: "platform", actor: "system:admin", now: instantText(now) } as const;
  await withDatabase("holdfast admin", ({ db }) =>
    inTransaction(db, context, (tx) =>
      sql`select grant_admin(${phone}, ${isAdmin}, ${newId(now)})`.execute(tx),
    ),
  );
  console.log(`${phone} is ${isAdmin ? "now" : "no longer"} a platform admin`);
  return 0;
}

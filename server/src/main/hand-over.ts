import { notFound } from "../base/problem.ts";
import { instantText, systemClock, type Clock } from "../base/time.ts";
import { UsageError } from "../base/usage-error.ts";
import { handOverBusiness } from "../business/hand-over-business.ts";
import { phoneAtBusiness } from "../business/phone-countries.ts";
import { isId } from "../business/slug.ts";
import type { Db, Tx } from "../db/connection.ts";
import { inTransaction } from "../db/in-transaction.ts";
import { withDatabase } from "./with-database.ts";

const HELP = `holdfast hand-over <business> <phone>

Gives a business without an owner its first one, who must have signed in once.

  <business>  its id, its slug, or its source in an import: "gtfs:" and the agency_id, such as gtfs:N
  <phone>     such as +966500000001; without country code, a number of the business's country`;

/** `holdfast hand-over` */
export async function runHandOver(args: string[]): Promise<number> {
  const asked = readArguments(args);
  const line = await withDatabase("holdfast hand-over", ({ db }) =>
    handOver(db, systemClock, asked),
  );
  console.log(line);
  return 0;
}

function readArguments(args: string[]): { business: string; phone: string } {
  const [business, phone, ...more] = args;
  if (!business || !phone || more.length > 0 || args.includes("--help")) throw new UsageError(HELP);
  return { business, phone };
}

/**
 * @returns the line that reports what was done
 * @throws Problem not-found for the business, and what `handOverBusiness` throws
 */
export async function handOver(
  db: Db,
  clock: Clock,
  asked: { business: string; phone: string },
): Promise<string> {
  const now = instantText(clock.now());
  return inTransaction(db, { scope: "platform", actor: "system:hand-over", now }, async (tx) => {
    const { id, slug } = await findBusiness(tx, asked.business);
    const phone = await phoneAtBusiness(tx, id, asked.phone);
    await handOverBusiness(tx, id, { phone });
    return `${slug} (${id}) belongs to ${phone} now`;
  });
}

async function findBusiness(tx: Tx, words: string): Promise<{ id: string; slug: string }> {
  const named = isId(words)
    ? { column: "id" as const, value: words.toLowerCase() }
    : { column: words.includes(":") ? ("source" as const) : ("slug" as const), value: words };
  const found = await tx
    .selectFrom("businesses")
    .select(["id", "slug"])
    .where(named.column, "=", named.value)
    .executeTakeFirst();
  if (!found) throw notFound("business");
  return found;
}

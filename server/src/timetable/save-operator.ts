import { sql } from "kysely";
import { newId } from "../base/id.ts";
import { createBusiness } from "../business/create-business.ts";
import { moveBusiness } from "../business/move-business.ts";
import type { Tx } from "../db/connection.ts";
import type { FeedOperator } from "./feed/feed.ts";
import { UnreadableFeed } from "./feed/unreadable-feed.ts";
import { slugChoices } from "./slug-choices.ts";
import type { Tally } from "./tally.ts";

export interface SaveOperator {
  operator: FeedOperator;
  /** The key that finds the business when the feed comes again. */
  source: string;
  currency: string;
  /** Whether the feed has fares of it, which are then stored in this currency only. */
  priced: boolean;
  approve: boolean;
}

/**
 * Finds or makes the business of an operator. A new one is submitted, and approved if requested; the status of an
 * existing one is left alone, whoever decided it.
 *
 * @returns also its currency, which for an existing business is its own and not the feed's
 */
export async function saveOperator(
  tx: Tx,
  { operator, source, currency, priced, approve }: SaveOperator,
): Promise<{ businessId: string; currency: string; tally: Tally }> {
  // Two concurrent imports of one operator must not create it twice: source has no unique key.
  await sql`select pg_advisory_xact_lock(hashtextextended(${source}, 29))`.execute(tx);
  const found = await tx
    .selectFrom("businesses")
    .select(["id", "currency"])
    .where("source", "=", source)
    .executeTakeFirst();
  const { ar, en } = operator.name;
  if (found) {
    if (priced && found.currency !== currency) {
      throw new UnreadableFeed(
        `${source} sells in ${found.currency}, but the fares of this import are in ${currency}`,
      );
    }
    const changed = await renameOperator(tx, found.id, operator);
    return { businessId: found.id, currency: found.currency, tally: { added: 0, changed } };
  }
  const id = newId();
  const name = { ar: ar ?? en ?? operator.id, en: en ?? ar ?? operator.id };
  const slug = await freeSlug(tx, slugChoices(name.en, operator.id));
  await createBusiness(tx, { id }, { kind: "bus", name, slug, currency, source });
  await moveBusiness(tx, { id }, "submission");
  if (approve) await moveBusiness(tx, { id }, "approval");
  return { businessId: id, currency, tally: { added: 1, changed: 0 } };
}

async function renameOperator(tx: Tx, id: string, { name }: FeedOperator): Promise<number> {
  // A language the feed does not have is left as it is: it may have been translated by hand.
  const { numAffectedRows } = await sql`
    update businesses set name_ar = coalesce(${name.ar}, name_ar), name_en = coalesce(${name.en}, name_en)
    where id = ${id} and (name_ar, name_en)
      is distinct from (coalesce(${name.ar}, name_ar), coalesce(${name.en}, name_en))`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

async function freeSlug(tx: Tx, choices: readonly string[]): Promise<string> {
  const taken = await tx
    .selectFrom("businesses")
    .select("slug")
    .where("slug", "in", choices)
    .execute();
  const used = new Set(taken.map((row) => row.slug));
  const free = choices.find((choice) => !used.has(choice));
  if (!free) throw new Error(`every slug like "${choices[0]}" is taken`);
  return free;
}

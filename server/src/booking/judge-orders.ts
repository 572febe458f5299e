import { sql } from "kysely";
import { gather, type Ask } from "../base/gather.ts";
import type { Idempotency } from "../base/idempotency.ts";
import { IDEMPOTENCY_HOURS } from "../base/limits.ts";
import type { Metrics } from "../base/metrics.ts";
import { HOUR_MS, instantText } from "../base/time.ts";
import type { Verdict } from "../availability/planned-item.ts";
import { isAway } from "../db/connection-error.ts";
import type { Db, Tx } from "../db/connection.ts";
import { olderSnapshot } from "../db/older-snapshot.ts";
import { FactsCache } from "./facts-cache.ts";
import { factsOf } from "./item-facts.ts";
import { ruleOf, type OrderItem } from "./item-rule.ts";
import type { StoredAnswer } from "./order-replay.ts";

/** An order to be judged, at a time in epoch milliseconds. */
export interface OrderQuestion {
  items: readonly OrderItem[];
  idempotency: Idempotency;
  now: number;
  /**
   * "cached": cached facts will do, if placing compares the catalogue's version with theirs. Ask again with "current"
   * whenever that is refused, for whatever reason.
   */
  facts?: "cached" | "current";
}

/** The stored answer of the same request, or the verdict on every item. */
export interface JudgedOrder {
  replay: StoredAnswer | null;
  verdicts: Verdict[];
  /** Judged on cached facts: nobody looked for a stored answer, and it is bookable unless somebody has it. */
  isCached?: true;
  /** What it was judged on, in PostgreSQL's notation: by it the engine knows what was edited since. */
  snapshot: string;
}

export type JudgeOrder = Ask<OrderQuestion, JudgedOrder>;

/** Judges the orders of concurrent requests together; offerings take turns. */
export function orderJudge(db: Db, metrics: Metrics): JudgeOrder {
  const cache = new FactsCache();
  const ask = gather({
    station: "facts",
    metrics,
    groupOf: ({ items: [first] }) => (first ? ruleOf(first).facts(first, 0).id : ""),
    isForAll: isAway,
    run: (orders: readonly OrderQuestion[]) => judgeOrders(db, orders, cache),
  });
  return async (order, asker) => judgeCached(cache, order) ?? ask(order, asker);
}

/** Judges an order on cached facts; undefined unless they are there for all its items and allow them. */
function judgeCached(
  cache: FactsCache,
  { items, now, facts }: OrderQuestion,
): JudgedOrder | undefined {
  if (facts !== "cached") return undefined;
  const verdicts: Verdict[] = [];
  let snapshot: string | undefined;
  for (const item of items) {
    const found = cache.find(item);
    const verdict = found && ruleOf(item).plan(found.facts, item, now);
    if (verdict?.verdict !== "bookable") return undefined;
    verdicts.push(verdict);
    const { snapshot: read } = found!;
    snapshot = snapshot === undefined ? read : olderSnapshot(snapshot, read);
  }
  return snapshot === undefined ? undefined : { replay: null, verdicts, isCached: true, snapshot };
}

/**
 * Reads the stored answers and the facts of many orders from one snapshot, and judges their items. One query for both,
 * so that a retry never takes its own earlier claims for somebody else's: either both are there, or neither. Facts
 * that several items need are read once, and equal items judged once, at the latest of their times.
 */
export async function judgeOrders(
  db: Db | Tx,
  orders: readonly OrderQuestion[],
  cache?: FactsCache,
): Promise<JudgedOrder[]> {
  const readings = new Map<string, Reading>();
  const needed = orders.map(({ items, now }) =>
    items.map((item) => readingOf(readings, item, now)),
  );
  const { facts, replays, snapshot } = await readTogether(db, orders, [...readings.values()]);
  [...readings.values()].forEach((reading, n) => (reading.facts = facts[n]));
  for (const { item, facts: read } of readings.values()) cache?.keep(item, read, snapshot);
  const judge = judgeOnce();
  return orders.map(({ items }, n) => ({
    replay: replays[n]!,
    verdicts: replays[n] ? [] : items.map((item, i) => judge(item, needed[n]![i]!)),
    snapshot,
  }));
}

/** The facts that some items need, read as of the latest of their times. */
interface Reading {
  item: OrderItem;
  now: number;
  facts: unknown;
}

function readingOf(readings: Map<string, Reading>, item: OrderItem, now: number): Reading {
  const key = JSON.stringify(ruleOf(item).facts(item, 0));
  const known = readings.get(key);
  if (known) {
    known.now = Math.max(known.now, now);
    return known;
  }
  const reading = { item, now, facts: null };
  readings.set(key, reading);
  return reading;
}

function judgeOnce(): (item: OrderItem, reading: Reading) => Verdict {
  const verdicts = new Map<string, Verdict>();
  return (item, { facts, now }) => {
    const key = JSON.stringify(item);
    const known = verdicts.get(key);
    if (known) return known;
    const verdict = ruleOf(item).plan(facts, item, now);
    verdicts.set(key, verdict);
    return verdict;
  };
}

interface Together {
  facts: unknown[];
  replays: (StoredAnswer | null)[];
  snapshot: string;
}

async function readTogether(
  db: Db | Tx,
  orders: readonly OrderQuestion[],
  readings: readonly Reading[],
): Promise<Together> {
  const scopes = orders.map(({ idempotency }) => idempotency.scope);
  const keys = orders.map(({ idempotency }) => idempotency.key);
  const since = orders.map(({ now }) => instantText(now - IDEMPOTENCY_HOURS * HOUR_MS));
  const { rows } = await sql<Together>`
    select ${factsOf(readings.map(({ item, now }) => ruleOf(item).facts(item, now)))} as facts,
      (select json_agg(find_answer(k.scope, k.key, k.since) order by k.n)
       from unnest(${scopes}::text[], ${keys}::text[], ${since}::timestamptz[])
         with ordinality k (scope, key, since, n)) as replays,
      pg_current_snapshot()::text as snapshot`.execute(db);
  return rows[0]!;
}

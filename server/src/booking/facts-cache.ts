import { ruleOf, type OrderItem } from "./item-rule.ts";

/** Cached facts about an item: nothing is taken in them. */
export interface CachedFacts {
  facts: unknown;
  /** The snapshot they were read from, in PostgreSQL's notation. */
  snapshot: string;
}

interface Entry extends CachedFacts {
  businessId: string;
  version: number;
  bytes: number;
}

/** The newest version that any facts of a business have shown, and how many of its entries are cached. */
interface Newest {
  version: number;
  entries: number;
}

const BYTES_MAX = 32 * 1024 * 1024;
/** An object in memory takes about this many times its JSON. */
const BYTES_PER_CHARACTER = 4;

/**
 * What businesses have set up (hours, prices, seats, rates, terms), kept in memory from the last time it was read, so
 * that placing an order reads no facts. It may be outdated: placing compares the catalogue's version and answers
 * `catalogue` if so. It never says what is taken: placing finds that out, so only the verdict "bookable" counts, and
 * everything else is judged on facts that were asked for. Only facts read without a caller's rights are cached: those
 * of approved businesses.
 */
export class FactsCache {
  readonly #entries = new Map<string, Entry>();
  readonly #newest = new Map<string, Newest>();
  readonly #bytesMax: number;
  #bytes = 0;

  /** @param bytesMax estimated; those not used for longest are dropped beyond it */
  constructor(bytesMax = BYTES_MAX) {
    this.#bytesMax = bytesMax;
  }

  /** Returns the facts that say everything about this item; undefined: ask. */
  find(item: OrderItem): CachedFacts | undefined {
    const key = keyOf(item);
    const entry = key === undefined ? undefined : this.#entries.get(key);
    if (key === undefined || !entry) return undefined;
    this.#entries.delete(key);
    if (entry.version < this.#newest.get(entry.businessId)!.version) {
      this.#forget(entry);
      return undefined;
    }
    this.#entries.set(key, entry);
    return ruleOf(item).cache.covers(entry.facts, item) ? entry : undefined;
  }

  /** Keeps the facts that were read for this item, unless newer ones of the business are known. */
  keep(item: OrderItem, facts: unknown, snapshot: string): void {
    const key = keyOf(item);
    if (key === undefined || facts === null) return;
    const { cache } = ruleOf(item);
    const { businessId, catalogueVersion: version } = cache.source(facts);
    const newest = this.#newest.get(businessId) ?? { version, entries: 0 };
    if (newest.version > version) return;
    const idle = cache.idle(facts);
    const bytes = JSON.stringify(idle).length * BYTES_PER_CHARACTER;
    if (bytes > this.#bytesMax) return;
    this.#drop(key);
    this.#newest.set(businessId, {
      version,
      entries: (this.#newest.get(businessId)?.entries ?? 0) + 1,
    });
    this.#entries.set(key, { facts: idle, snapshot, businessId, version, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#bytesMax) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#forget(entry);
  }

  #forget({ businessId, bytes }: Entry): void {
    this.#bytes -= bytes;
    const newest = this.#newest.get(businessId)!;
    newest.entries -= 1;
    if (newest.entries === 0) this.#newest.delete(businessId);
  }
}

function keyOf(item: OrderItem): string | undefined {
  const key = ruleOf(item).cache.key(item);
  return key === undefined ? undefined : `${item.kind} ${key}`;
}

/** How the facts about one kind of item are cached, so that an order for it is judged without reading them. */
export interface CacheRule<Facts, Item> {
  /** Items with equal keys share facts; undefined: who is busy decides about this item, so its facts are not cached. */
  key(item: Item): string | undefined;
  /** The facts as they are when nothing is taken. */
  idle(facts: Facts): Facts;
  /** Whether the facts, read for an item with the same key, say everything about this one. */
  covers(facts: Facts, item: Item): boolean;
  /** Whose catalogue the facts show, and its version. */
  source(facts: Facts): { businessId: string; catalogueVersion: number };
}

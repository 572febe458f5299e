import type { ItemKind } from "../base/item-kinds.ts";
import type { PlannedItem, PricePart, Rule } from "./planned-item.ts";

/** An item as it was sold, as far as its price and its inventory go. Instants are RFC 3339, amounts minor units. */
export interface AgreedItem {
  kind: ItemKind;
  offeringId: string;
  startsAt: string;
  endsAt: string;
  quantity: number;
  priceMinor: number;
  priceParts: readonly PricePart[];
  details: Record<string, unknown>;
  /** The staff members or units it owns. */
  unitIds: readonly string[];
}

/** The outcome of changing a sold item, compared with what was agreed. */
export interface Amended {
  /** Priced: what is kept at the agreed price, what is new at today's. */
  planned: PlannedItem;
  /** Whether it takes anything the item did not own before. */
  isNew: boolean;
  /** Whether it begins at another time or is another offering: a new start must not be in the past. */
  isMoved: boolean;
}

/** How a kind of item is changed after it was sold. */
export interface KeepRule<Facts, Item> {
  /**
   * The rules for new sales that do not apply, because the customer already owns what they are about. Called before
   * the facts are read, and again with them: the second call may name more.
   */
  exempt(item: Item, agreed: AgreedItem, facts?: Facts): ReadonlySet<Rule>;
  /** The facts as they are for the item's owner: when only reduced, what it owns is still in use. */
  withOwn?(facts: Facts, item: Item, agreed: AgreedItem): Facts;
  keep(facts: Facts, planned: PlannedItem, agreed: AgreedItem): Amended;
}

export const NO_RULES: ReadonlySet<Rule> = new Set();

/** Whether two instants differ, however they are written. */
export function isSameInstant(a: string, b: string): boolean {
  return Date.parse(a) === Date.parse(b);
}

/** Whether a wish names the offering that was sold, ignoring the case of its id. */
export function isOffering(id: string, { offeringId }: AgreedItem): boolean {
  return id.toLowerCase() === offeringId;
}

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

/** What becomes of a sold item that is changed, seen beside what was agreed. */
export interface Amended {
  /** Priced: what is kept at the agreed price, what is new at today's. */
  planned: PlannedItem;
  /** Whether it takes anything that was not the item's before. */
  isNew: boolean;
  /** Whether it begins at another time, or is another thing: what begins anew must not have begun yet. */
  isMoved: boolean;
}

/** How a kind of item is changed after it was sold. */
export interface KeepRule<Facts, Item> {
  /**
   * The rules for new sales that do not hold, because what they are about is the customer's already. Asked before the
   * facts are read, and again with them: they may name more.
   */
  exempt(item: Item, agreed: AgreedItem, facts?: Facts): ReadonlySet<Rule>;
  /** The facts as they are for whoever has the item: of what is only made less of, what it owns is still in use. */
  withOwn?(facts: Facts, item: Item, agreed: AgreedItem): Facts;
  keep(facts: Facts, planned: PlannedItem, agreed: AgreedItem): Amended;
}

export const NO_RULES: ReadonlySet<Rule> = new Set();

/** Whether one instant is another, however they are written. */
export function isSameInstant(a: string, b: string): boolean {
  return Date.parse(a) === Date.parse(b);
}

/** Whether a wish names the offering that was sold, in whatever case its id is written. */
export function isOffering(id: string, { offeringId }: AgreedItem): boolean {
  return id.toLowerCase() === offeringId;
}

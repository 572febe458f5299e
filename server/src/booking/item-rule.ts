import type { ItemKind } from "../base/item-kinds.ts";
import type { CacheRule } from "../availability/cache-rule.ts";
import type { FactsQuestion } from "../availability/facts-question.ts";
import type { KeepRule } from "../availability/kept-item.ts";
import type { Exempt, Verdict } from "../availability/planned-item.ts";
import { appointmentRule } from "../availability/slots/appointment-rule.ts";
import type { AppointmentItem } from "../availability/slots/appointment-item.ts";
import { rentalRule } from "../availability/slots/rental-rule.ts";
import type { RentalItem } from "../availability/slots/rental-item.ts";
import { stayRule } from "../availability/stays/stay-rule.ts";
import type { StayItem } from "../availability/stays/stay-item.ts";
import { seatRule } from "../availability/trips/seat-rule.ts";
import type { SeatItem } from "../availability/trips/seat-item.ts";

export type OrderItem = AppointmentItem | RentalItem | SeatItem | StayItem;

/**
 * How one kind is judged and changed: the facts to gather, and the pure decisions on them. Exempt
 * rules do not refuse. Both get the same exemptions, because facts about a time that no rule allows are not read
 * otherwise.
 */
export interface ItemRule<Item> extends KeepRule<unknown, Item> {
  facts(item: Item, now: number, exempt?: Exempt): FactsQuestion;
  plan(facts: unknown, item: Item, now: number, exempt?: Exempt): Verdict;
  cache: CacheRule<unknown, Item>;
}

const rules: { [K in ItemKind]: ItemRule<Extract<OrderItem, { kind: K }>> } = {
  appointment: appointmentRule,
  rental: rentalRule,
  seat: seatRule,
  stay: stayRule,
};

/** Returns the rule of an item's kind. */
export function ruleOf(item: OrderItem): ItemRule<OrderItem> {
  return rules[item.kind];
}

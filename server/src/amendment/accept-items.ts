import { sql } from "kysely";
import { invalidAt } from "../base/problem.ts";
import type { PlannedItem, Verdict } from "../availability/planned-item.ts";
import { ruleOf } from "../booking/item-rule.ts";
import { readFacts } from "../booking/item-facts.ts";
import { assertBookable } from "../booking/judge-items.ts";
import type { Tx } from "../db/connection.ts";
import type { AgreedBooking, SoldItem } from "./agreed-booking.ts";
import type { AcceptedItem } from "./amendment-plan.ts";
import type { Wanted, WantedChange } from "./wanted-item.ts";

/**
 * Judges the new items by the rules for new sales, on one snapshot, and prices them beside what is kept. What the
 * changing items own themselves counts as free.
 *
 * @param now epoch milliseconds
 * @throws Problem what `assertBookable` throws, with pointers under /items; invalid-request for another business's items
 */
export async function acceptItems(
  tx: Tx,
  booking: AgreedBooking,
  { items, removed }: WantedChange,
  now: number,
): Promise<AcceptedItem[]> {
  if (items.length === 0) return [];
  const touched = [...removed, ...items.flatMap(({ sold }) => sold ?? [])];
  const ignored = touched.map(({ id }) => id).join(",");
  const { scope, business } = await readAsStranger(tx, booking.businessId, ignored);
  const wanted = items.map(({ item }) => item);
  const exempt = items.map(({ item, sold }) => sold && ruleOf(item).exempt(item, sold));
  const facts = await readFacts(
    tx,
    wanted.map((item, n) => ruleOf(item).facts(item, now, exempt[n])),
  );
  await readAs(tx, { scope, business, ignored: "" });
  const planned = assertBookable(items.map((one, n) => judge(one, facts[n], now)));
  assertOwn(booking, planned);
  return items.map(({ sold, item }, n): AcceptedItem => {
    const plan = preferOwn(planned[n]!, sold);
    if (!sold) return { amended: { planned: plan, isNew: true, isMoved: true } };
    return { sold, amended: ruleOf(item).keep(facts[n], plan, sold) };
  });
}

/**
 * Switches to reading what a stranger sees on sale, plus everything of the booking's own business: a part of a
 * suspended business's booking can still be cancelled, and amend_booking() refuses new items there. What the given
 * items own is read as free.
 *
 * @returns the previous context
 */
async function readAsStranger(
  tx: Tx,
  own: string,
  ignored: string,
): Promise<{ scope: string; business: string }> {
  const { rows } = await sql<{ scope: string; business: string }>`
    select current_setting('app.scope') as scope, current_setting('app.business_id') as business`.execute(
    tx,
  );
  await readAs(tx, { scope: "public", business: own, ignored });
  return rows[0]!;
}

async function readAs(
  tx: Tx,
  { scope, business, ignored }: { scope: string; business: string; ignored: string },
): Promise<void> {
  await sql`select set_config('app.scope', ${scope}, true), set_config('app.business_id', ${business}, true),
    set_config('app.ignored_items', ${ignored}, true)`.execute(tx);
}

function judge({ item, sold }: Wanted, facts: unknown, now: number): Verdict {
  const rule = ruleOf(item);
  if (!sold || facts === null) return rule.plan(facts, item, now);
  const known = rule.withOwn?.(facts, item, sold) ?? facts;
  return rule.plan(known, item, now, rule.exempt(item, sold, facts));
}

function assertOwn(booking: AgreedBooking, planned: readonly PlannedItem[]): void {
  const foreign = planned.findIndex((item) => item.businessId !== booking.businessId);
  if (foreign >= 0) {
    throw invalidAt(
      `/items/${foreign}`,
      "هذا البند لمنشأة أخرى؛ احجزه هناك في حجز جديد.",
      "This item belongs to another business; book it there as a new booking.",
    );
  }
  const priced = planned.findIndex((item) => item.currency !== booking.currency);
  if (priced < 0) return;
  throw invalidAt(
    `/items/${priced}`,
    `بيع هذا الحجز بعملة ${booking.currency} والسعر الآن بعملة أخرى؛ ألغِه واحجز من جديد.`,
    `This booking was sold in ${booking.currency} and the price is now in another currency; cancel it and book again.`,
  );
}

/** Among "any of these", puts the booking's own units first. */
function preferOwn(plan: PlannedItem, sold: SoldItem | undefined): PlannedItem {
  if (!sold) return plan;
  const isOwn = (id: string) => sold.unitIds.includes(id);
  const picks = plan.picks.map((pick) => ({
    ...pick,
    unitIds: [...pick.unitIds.filter(isOwn), ...pick.unitIds.filter((id) => !isOwn(id))],
  }));
  return { ...plan, picks };
}

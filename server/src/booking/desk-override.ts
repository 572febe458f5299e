import type { Exempt, Rule, Verdict } from "../availability/planned-item.ts";
import { noteAction } from "../audit/note-action.ts";
import type { Tx } from "../db/connection.ts";

/**
 * Rules for customers that the desk may override by name: lead time, horizon, minimum stay, and what is not on sale.
 * Inventory and working hours bind the desk, too.
 */
export const overridableRules = [
  "inside-lead-time",
  "beyond-horizon",
  "not-on-sale",
  "night-closed",
  "below-minimum-stay",
] as const satisfies readonly Rule[];

export const deskMayOverride: Exempt = new Set(overridableRules);

/** Returns, for each item, the refusing rules that the desk has named; undefined when there are none. */
export function overriddenRules(
  verdicts: readonly Verdict[],
  named: readonly Rule[],
): (Exempt | undefined)[] {
  return verdicts.map((verdict) => {
    if (verdict.verdict !== "not-available") return undefined;
    const rules = verdict.reasons.map(({ rule }) => rule).filter((rule) => named.includes(rule));
    return rules.length > 0 ? new Set(rules) : undefined;
  });
}

/** Records which rules were overridden for a desk booking, item by item. */
export async function noteOverride(
  tx: Tx,
  booking: { id: string; businessId: string; items: readonly { id: string }[] },
  overridden: readonly (Exempt | undefined)[],
): Promise<void> {
  const items = overridden.flatMap((rules, n) =>
    rules ? [{ itemId: booking.items[n]?.id, rules: [...rules] }] : [],
  );
  await noteAction(tx, {
    businessId: booking.businessId,
    action: "booking.rulesOverridden",
    subjectKind: "booking",
    subjectId: booking.id,
    after: { items },
  });
}

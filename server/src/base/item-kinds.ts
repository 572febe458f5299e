/** The kinds of items that can be booked: one rule for each (`booking/item-rule.ts`). */
export const itemKinds = ["appointment", "rental", "seat", "stay"] as const;

export type ItemKind = (typeof itemKinds)[number];

import type { ItemKind } from "../../base/item-kinds.ts";

/** An SQL expression that differs by the kind of an item: a new kind does not compile until it has its own. */
export function byKind(column: string, expressions: Record<ItemKind, string>): string {
  const cases = Object.entries(expressions).map(([kind, sql]) => `when '${kind}' then ${sql}`);
  return `case ${column} ${cases.join("\n")} end`;
}

import { invalid } from "../base/problem.ts";
import { text } from "../base/text.ts";

const twice = text("مكرر؛ اذكر كل واحد مرة.", "Duplicate entry; list each once.");

/**
 * Refuses a list with duplicates.
 *
 * @throws Problem invalid-request at every duplicate
 */
export function assertOnce<Item>(
  list: readonly Item[],
  nameOf: (item: Item) => string,
  pointerOf: (index: number) => string,
): void {
  const seen = new Set<string>();
  const repeated = list.flatMap((item, index) => {
    const name = nameOf(item);
    if (seen.has(name)) return [index];
    seen.add(name);
    return [];
  });
  if (repeated.length === 0) return;
  throw invalid(repeated.map((index) => ({ pointer: pointerOf(index), detail: twice })));
}

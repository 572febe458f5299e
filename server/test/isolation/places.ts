import { isId } from "./ask.ts";
import type { Asked } from "./operations/operation.ts";
import { kinds, type Estate } from "./estate.ts";

/** The path of a value in a request: "body", "items", 0, "staffId". */
export type Place = readonly (string | number)[];

/** Every id in a request, with its place. */
export function idsIn(value: unknown, at: Place = []): { at: Place; id: string }[] {
  if (isId(value)) return [{ at, id: value }];
  if (typeof value !== "object" || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((one, index) => [index, one])
    : Object.entries(value);
  return entries.flatMap(([name, inner]) => idsIn(inner, [...at, name]));
}

export function valueAt(value: unknown, at: Place): unknown {
  return at.reduce<unknown>((here, step) => (here as Record<string, unknown>)?.[step], value);
}

/** A copy with another value in one place; `undefined` removes it. */
export function replaceAt<T>(value: T, at: Place, by: unknown): T {
  const copy = structuredClone(value);
  const owner = valueAt(copy, at.slice(0, -1)) as Record<string, unknown>;
  const last = at.at(-1)!;
  if (by === undefined) delete owner[last];
  else owner[last] = by;
  return copy;
}

/** The name of the field that holds an id, also for an id in a list. */
export function fieldOf(at: Place): string {
  return String(at.findLast((step) => typeof step === "string"));
}

/** Maps each id of an estate to the matching id of another. */
export function counterparts(estate: Estate, other: Estate): Map<string, string> {
  const pairs = kinds.flatMap((kind) =>
    idsIn(estate[kind]).map(({ at, id }) => [id, valueAt(other[kind], at)]),
  );
  return new Map(pairs as [string, string][]);
}

/** Ids of a request to replace with another estate's; business ids are left to another test. */
export function ownIdsOf(asked: Asked): { at: Place; id: string }[] {
  const { params, query, body } = asked;
  return idsIn({ params, query, body }).filter(({ at }) => fieldOf(at) !== "businessId");
}

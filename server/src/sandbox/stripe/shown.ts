import type { SandboxParts } from "../parts.ts";
import { isFields, type Fields } from "../read-body.ts";
import type { Call } from "../serve.ts";
import { readPairs } from "../read-body.ts";

type Anything = Record<string, unknown>;

/** Returns a copy with the ids named by `expand[]` replaced by their objects. */
export function expanded(parts: SandboxParts, call: Call, object: object): Anything {
  const copy = structuredClone(object) as Anything;
  const { expand } = call.fields.expand === undefined ? readPairs(call.query) : call.fields;
  for (const path of Object.values((expand ?? {}) as Fields)) {
    if (typeof path === "string") expandPath(parts, copy, path.split("."));
  }
  return copy;
}

function expandPath(parts: SandboxParts, object: Anything, path: string[]): void {
  const [name, ...rest] = path as [string, ...string[]];
  const value = typeof object[name] === "string" ? find(parts, object[name]) : object[name];
  if (value === undefined) return;
  object[name] = value;
  const inner = Array.isArray(value) ? value : [value];
  if (rest.length === 0) return;
  for (const one of inner) if (isFields(one)) expandPath(parts, one, rest);
}

function find({ state }: SandboxParts, id: string): Anything | undefined {
  const { intents, charges, sessions } = state.stripe;
  const found = intents.get(id)?.shown ?? charges.get(id) ?? sessions.get(id)?.shown;
  return found && (structuredClone(found) as unknown as Anything);
}

/** Tells whether it matches `created[gte]=…` and its like, in Unix seconds. */
function isMadeWithin(created: number, query: URLSearchParams): boolean {
  const at = (side: string, fallback: number) => Number(query.get(`created[${side}]`) ?? fallback);
  const isAfter = created >= at("gte", 0) && created > at("gt", -1);
  return isAfter && created <= at("lte", Infinity) && created < at("lt", Infinity);
}

/** Returns a page of a list: newest first, filtered by these parameters. */
export function stripeList(
  parts: SandboxParts,
  call: Call,
  objects: Iterable<object>,
  filters: readonly string[],
): Anything {
  const all = ([...objects] as Anything[]).toReversed();
  const found = all.filter(
    (one) =>
      filters.every((name) => (call.query.get(name) ?? one[name]) === one[name]) &&
      isMadeWithin(one.created as number, call.query),
  );
  const after = call.query.get("starting_after");
  const start = after === null ? 0 : found.findIndex(({ id }) => id === after) + 1;
  const limit = Math.min(Math.max(Number(call.query.get("limit") ?? 10) || 10, 1), 100);
  const data = found.slice(start, start + limit);
  const list = { object: "list", data, has_more: found.length > start + limit, url: call.path };
  return expanded(parts, call, list);
}

import { replaceAt, valueAt, type Place } from "../isolation/places.ts";
import type { Schema } from "./described.ts";
import { spoiltValues } from "./spoilt-values.ts";

/** One change to a valid body. */
export interface Mutation {
  at: Place;
  /** Absent: the value there is removed. */
  value?: unknown;
}

/** All mutations to try on one body. */
export function mutationsOf(schema: Schema, body: unknown): Mutation[] {
  return placesOf(schema, body).flatMap(({ at, schema: here, value }) => {
    const spoilt: Mutation[] = spoiltValues(here, value).map((one) => ({ at, value: one }));
    const taken: Mutation[] = at.length > 0 ? [{ at }] : [];
    const added: Mutation[] = here.properties
      ? ["zzz", "__proto__", "constructor", "ID", "\0"].map((name) => ({
          at: [...at, name],
          value: 1,
        }))
      : [];
    return [...spoilt, ...taken, ...added];
  });
}

/** Applies the mutations in turn; one whose place is gone by then does nothing. */
export function mutate(body: unknown, mutations: readonly Mutation[]): unknown {
  return mutations.reduce((all, one) => {
    if (one.at.length === 0) return one.value;
    const owner = valueAt(all, one.at.slice(0, -1));
    if (typeof owner !== "object" || owner === null) return all;
    return "value" in one ? putAt(all, one) : replaceAt(all, one.at, undefined);
  }, body);
}

/** Assignment would set the prototype where JSON has a field of that name. */
function putAt(all: unknown, { at, value }: Mutation): unknown {
  const copy = structuredClone(all);
  const owner = valueAt(copy, at.slice(0, -1)) as object;
  const descriptor = { value, enumerable: true, configurable: true, writable: true };
  Object.defineProperty(owner, at.at(-1)!, descriptor);
  return copy;
}

interface Described {
  at: Place;
  schema: Schema;
  value: unknown;
}

/** Every place of a body with its schema. */
function placesOf(schema: Schema, value: unknown, at: Place = []): Described[] {
  const meant = memberOf(schema, value);
  const inner = (step: string | number, next: Schema | undefined): Described[] =>
    next ? placesOf(next, (value as Record<string, unknown>)[step], [...at, step]) : [];
  if (Array.isArray(value)) {
    return [
      { at, schema, value },
      ...value.slice(0, 4).flatMap((_, index) => inner(index, meant.items)),
    ];
  }
  if (typeof value !== "object" || value === null) return [{ at, schema, value }];
  const names = Object.keys(value);
  return [
    { at, schema: meant, value },
    ...names.flatMap((name) => inner(name, meant.properties?.[name])),
  ];
}

/** The union member that matches the value: by its kind, otherwise by its type. */
function memberOf(schema: Schema, value: unknown): Schema {
  const { kind } = Object(value) as { kind?: unknown };
  const named = schema.anyOf?.find(
    (one) => kind !== undefined && one.properties?.kind?.const === kind,
  );
  return named ?? schema.anyOf?.find((one) => one.type !== "null") ?? schema;
}

/** A JSON Pointer. */
export function pointerTo(at: Place): string {
  return at.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

import { FIELD_ERRORS_MAX } from "../base/limits.ts";
import type { FieldError } from "../base/problem.ts";
import { remedy } from "./input-texts.ts";
import { pointerStep } from "./plain-value.ts";

/** An error as the validator reports it. */
export type SchemaError = {
  keyword: string;
  schemaPath: string;
  instancePath: string;
  params: object;
};

/**
 * Turns the validator's errors into pointers and remedies: one per place, a missing or unknown field at the field
 * itself, and for a union only the errors of the member the caller meant.
 *
 * @param prefix "" for the body, "/query" for the query
 */
export function fieldErrors(errors: readonly SchemaError[], prefix: string): FieldError[] {
  const found = new Map<string, FieldError>();
  for (const error of narrowUnions(errors)) {
    const params = error.params as Record<string, unknown>;
    for (const place of placesOf(error.keyword, error.instancePath, params)) {
      const pointer = prefix + place;
      if (found.size < FIELD_ERRORS_MAX && !found.has(pointer)) {
        found.set(pointer, { pointer, detail: remedy({ keyword: error.keyword, params }) });
      }
    }
  }
  return [...found.values()];
}

function placesOf(keyword: string, at: string, params: Record<string, unknown>): string[] {
  // The validator reports an unknown field twice; the "boolean" copy does not say why.
  if (keyword === "boolean") return [];
  const names = params[keyword === "required" ? "requiredProperties" : "additionalProperties"];
  return Array.isArray(names) ? names.map((name) => at + pointerStep(String(name))) : [at];
}

/**
 * Picks the errors of one union member: a value that fits no member is reported against each of them. Inner unions
 * come before outer ones, so each is settled when its own `anyOf` is reached.
 */
function narrowUnions(errors: readonly SchemaError[]): SchemaError[] {
  let settled: SchemaError[] = [];
  for (const error of errors) {
    if (error.keyword !== "anyOf") {
      settled.push(error);
      continue;
    }
    const within = (one: SchemaError) => isWithin(one, error);
    const narrowed = narrow(error, settled.filter(within));
    settled = [...settled.filter((one) => !within(one)), ...narrowed];
  }
  return settled;
}

function isWithin(one: SchemaError, union: SchemaError): boolean {
  const at = union.instancePath;
  return (
    one.schemaPath.startsWith(`${union.schemaPath}/anyOf/`) &&
    (one.instancePath === at || one.instancePath.startsWith(`${at}/`))
  );
}

function narrow(union: SchemaError, inside: readonly SchemaError[]): SchemaError[] {
  const start = union.schemaPath.length + "/anyOf/".length;
  const members = Object.values(
    Object.groupBy(inside, (one) => one.schemaPath.slice(start).split("/", 1)[0] ?? ""),
  ).filter((one) => one !== undefined);

  const named = members.filter((member) => !member.some((one) => isOtherMember(one, union)));
  if (named.length === 1 && members.length > 1 && named[0]) return named[0];
  if (named.length === 0) return [choice(inside.filter((one) => isOtherMember(one, union)))];

  // No member matches by name: report which types of value would fit.
  const kinds = members.map((member) =>
    member.find((one) => one.instancePath === union.instancePath),
  );
  const typeNames = kinds.filter((one) => one?.keyword === "type").map((one) => typeOf(one));
  if (typeNames.length === members.length && kinds[0]) {
    return [{ ...kinds[0], params: { type: [...new Set(typeNames.flat())] } }];
  }
  // For "something or null", the errors of the something are more useful than "must be null".
  const deeper = members.filter((member) => member.some((one) => one.keyword !== "type"));
  return (
    (deeper.length > 0 ? deeper : members).toSorted((a, b) => a.length - b.length)[0] ?? [union]
  );
}

/** Whether the error is about a constant, or the constant field that names a union member. */
function isOtherMember(one: SchemaError, union: SchemaError): boolean {
  if (one.keyword !== "const") return false;
  const below = one.instancePath.slice(union.instancePath.length);
  return below.lastIndexOf("/") <= 0;
}

function choice(others: readonly SchemaError[]): SchemaError {
  const [first] = others;
  if (!first) throw new Error("a union without members");
  const allowedValues = others.map(
    (one) => (one.params as { allowedValue?: unknown }).allowedValue,
  );
  return { ...first, params: { allowedValues: [...new Set(allowedValues)] } };
}

function typeOf(one: SchemaError | undefined): unknown[] {
  const { type } = (one?.params ?? {}) as { type?: unknown };
  return Array.isArray(type) ? type : [type];
}

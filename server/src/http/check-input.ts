import { Compile, type Validator } from "typebox/compile";
import { Settings } from "typebox/system";
import type { TSchema } from "typebox";
import { invalid, Problem, type FieldError } from "../base/problem.ts";
import { registerFormats } from "./formats.ts";
import { tidy } from "../base/typed-text.ts";
import { fieldErrors } from "./input-errors.ts";
import { assertPlain } from "./plain-value.ts";
import type { Route } from "./route.ts";

registerFormats();
// The default of 8 would cut a union's report short, and lose the errors of the member the caller meant.
Settings.Set({ maxErrors: 200 });

export type Input = { params: unknown; query: unknown; body: unknown };
export type CheckInput = (raw: Input) => Input;

/**
 * Builds the check of one route's input. Numbers and booleans in the query are parsed from their text, and text is
 * tidied; nothing else is converted, nothing is dropped. Compiled on first use: most CLI commands never answer a
 * request.
 *
 * @throws Problem not-found when a path parameter is malformed, invalid-request with all errors
 */
export function checkInput(route: Pick<Route, "params" | "query" | "body" | "raw">): CheckInput {
  const params = lazily(route.params);
  const query = lazily(route.query);
  const body = lazily(route.body);
  const bodyMayLack = mayLack(route.body);
  return (raw) => {
    if (!fits(raw.params, params())) throw new Problem("not-found");
    assertPlain(raw.query, "/query");
    const sent = route.raw ? raw.body : tidy(raw.body);
    const input = {
      params: raw.params,
      query: readQuery(tidy(raw.query) as Record<string, unknown>, route.query),
      body: sent === undefined && bodyMayLack ? {} : sent,
    };
    const errors = [
      ...complaints(query(), input.query, "/query"),
      ...complaints(body(), input.body, ""),
    ];
    if (errors.length > 0) throw invalid(errors);
    return input;
  };
}

/** Checks a value against a schema; returns the errors. */
export function schemaCheck(schema: TSchema): (value: unknown) => FieldError[] {
  const validator = lazily(schema);
  return (value) => complaints(validator(), value, "");
}

const NOTHING: TSchema = { type: "object", properties: {}, additionalProperties: false };

function lazily(schema: TSchema = NOTHING): () => Validator {
  let compiled: Validator | undefined;
  return () => (compiled ??= Compile(schema));
}

function fits(params: unknown, validator: Validator): boolean {
  try {
    assertPlain(params);
  } catch {
    return false;
  }
  return validator.Check(params);
}

function complaints(validator: Validator, value: unknown, prefix: string): FieldError[] {
  return validator.Check(value) ? [] : fieldErrors(validator.Errors(value), prefix);
}

function mayLack(schema: TSchema | undefined): boolean {
  if (schema === undefined) return true;
  const { type, required } = schema as { type?: unknown; required?: readonly string[] };
  return type === "object" && (required === undefined || required.length === 0);
}

function readQuery(
  raw: Record<string, unknown>,
  schema: TSchema | undefined,
): Record<string, unknown> {
  const { properties = {} } = (schema ?? {}) as { properties?: Record<string, { type?: string }> };
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [
      name,
      readQueryValue(value, properties[name]?.type),
    ]),
  );
}

function readQueryValue(value: unknown, type: string | undefined): unknown {
  if (type === "array" && typeof value === "string") return value.split(",");
  if (typeof value !== "string") return value;
  if ((type === "integer" || type === "number") && /^-?\d+(\.\d+)?$/.test(value))
    return Number(value);
  if (type === "boolean" && (value === "true" || value === "false")) return value === "true";
  return value;
}

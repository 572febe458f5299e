import { Type, type TProperties, type TSchema } from "typebox";
import { keyScopes, roles } from "../base/actor.ts";
import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from "../base/limits.ts";

/**
 * The building blocks of every route's schemas. `title` makes a schema a named component of the OpenAPI document; one
 * title must always mean the same shape.
 */

/** An object that refuses unknown fields. */
export function object<P extends TProperties>(
  properties: P,
  options: { title?: string; description?: string } = {},
) {
  return Type.Object(properties, { additionalProperties: false, ...options });
}

export const optional = Type.Optional;

export function nullable<S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()]);
}

/** One of these words. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  options: { description?: string } = {},
) {
  return Type.Enum([...words], options);
}

export const id = Type.String({ format: "uuid" });
export const instant = Type.String({
  format: "instant",
  examples: ["2026-11-21T10:00:00+03:00"],
});
export const date = Type.String({ format: "date", examples: ["2026-11-21"] });
export const currency = Type.String({
  pattern: "^[A-Z]{3}$",
  description: "ISO 4217",
  examples: ["SAR"],
});
/** Ten thousand million riyals in halalas: more than any price here, far below the limit of exact integers. */
export const AMOUNT_MAX = 1_000_000_000_000;
export const amount = Type.Integer({
  minimum: 0,
  maximum: AMOUNT_MAX,
  description: "In the currency's minor unit: 15000 SAR is 150.00 riyals",
});
export const money = object({ amount, currency }, { title: "Money" });

/** Single-line text typed by a person. `min` is 1 by default. */
export function line(max: number, options: { min?: number; description?: string } = {}) {
  const { min = 1, ...rest } = options;
  return Type.String({ minLength: min, maxLength: max, format: "line", ...rest });
}

/** A name in both languages; both are required. */
export const text = object(
  {
    ar: Type.String({ minLength: 1, maxLength: 200, format: "line" }),
    en: Type.String({ minLength: 1, maxLength: 200, format: "line" }),
  },
  { title: "Text" },
);
/** A description in both languages; either may be empty. */
export const longText = object(
  { ar: Type.String({ maxLength: 5000 }), en: Type.String({ maxLength: 5000 }) },
  { title: "LongText" },
);
export const locale = oneOf(["ar", "en"]);
export const phone = Type.String({
  minLength: 3,
  maxLength: 32,
  description:
    "E.164, or as dialled in the business's country; Saudi Arabia if no business is known",
  examples: ["+966500000003"],
});
export const timezone = Type.String({ minLength: 1, maxLength: 64, examples: ["Asia/Riyadh"] });
export const role = oneOf(roles);
export const keyScope = oneOf(keyScopes);
export const version = Type.Integer({ minimum: 1, description: "For If-Match" });
/** 1 Monday … 7 Sunday */
export const weekday = Type.Integer({ minimum: 1, maximum: 7 });

export function integer(minimum: number, maximum: number, options: { description?: string } = {}) {
  return Type.Integer({ minimum, maximum, ...options });
}

export function list<S extends TSchema>(schema: S, max: number, min = 0) {
  return Type.Array(schema, { minItems: min, maxItems: max });
}

/** Spread into the query of a list route. */
export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: PAGE_SIZE_MAX, default: PAGE_SIZE_DEFAULT }),
  ),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 500, description: "`nextCursor` of the previous page" }),
  ),
};

/** The reply of a list route that pages. */
export function page<S extends TSchema>(schema: S) {
  const fields = { items: list(schema, PAGE_SIZE_MAX), nextCursor: nullable(Type.String()) };
  return object(fields, titled(schema, "Page"));
}

/**
 * The reply of a list that does not page.
 *
 * @param max what the query, or the limit on writing, lets there be
 */
export function items<S extends TSchema>(schema: S, max: number) {
  return object({ items: list(schema, max) }, titled(schema, "List"));
}

/** Derives the list's title from its items' title. */
function titled(schema: TSchema, suffix: "Page" | "List"): { title?: string } {
  const { title } = schema as { title?: unknown };
  return typeof title === "string" ? { title: title + suffix } : {};
}

export const idParams = object({ id });
export const businessParams = object({ businessId: id });
export const businessItemParams = object({ businessId: id, id });

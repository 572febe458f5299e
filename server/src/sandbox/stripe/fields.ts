import { randomBytes } from "node:crypto";
import type { SandboxParts } from "../parts.ts";
import { asWords, isFields, type Fields } from "../read-body.ts";
import type { Metadata } from "./records.ts";
import { badRequest } from "./refusals.ts";

export function newStripeId(prefix: string): string {
  return `${prefix}_${randomBytes(12).toString("hex")}`;
}

export function seconds(parts: SandboxParts): number {
  return Math.floor(parts.now() / 1000);
}

/** Reads a whole number of the minor unit. @throws Refusal 400 naming it */
export function amountIn(fields: Fields, param: string): number {
  const value = asWords(fields[param]);
  if (value === "") throw badRequest(`Missing required param: ${param}.`, { param });
  if (!/^\d{1,12}$/.test(value)) throw badRequest(`Invalid integer: ${value}`, { param });
  if (Number(value) === 0) throw badRequest(`${param} must be greater than 0`, { param });
  return Number(value);
}

/** Reads a currency in lower case. @throws Refusal 400 */
export function currencyIn(fields: Fields): string {
  const value = asWords(fields.currency).toLowerCase();
  if (/^[a-z]{3}$/.test(value)) return value;
  throw badRequest(`Invalid currency: ${value}`, { param: "currency" });
}

export function wordsIn(fields: Fields, param: string): string | null {
  return asWords(fields[param]) || null;
}

/** Reads metadata; an empty value removes the name. */
export function metadataIn(fields: Fields, before: Metadata = {}): Metadata {
  const { metadata } = fields;
  if (!isFields(metadata)) return before;
  const merged = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(metadata)) {
    const words = asWords(value);
    if (words === "") merged.delete(name);
    else merged.set(name, words);
  }
  return Object.fromEntries(merged);
}

export function fieldsIn(fields: Fields, param: string): Fields {
  const value = fields[param];
  return isFields(value) ? value : {};
}

/** Reads an address. @throws Refusal 400 when it is present and not an address */
export function urlIn(fields: Fields, param: string): string | null {
  const value = wordsIn(fields, param);
  if (value === null || /^https?:$/.test(URL.parse(value)?.protocol ?? "")) return value;
  throw badRequest(`Not a valid URL: ${value}`, { param });
}

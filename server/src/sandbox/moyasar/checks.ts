import type { Fields } from "../read-body.ts";
import { isFields } from "../read-body.ts";
import { Refusal } from "../refusal.ts";
import { moyasarError } from "./refusals.ts";

export type Metadata = Record<string, string>;

/** Reads fields and collects their errors. Numbers and flags may be strings, because forms have no other types. */
export class Checks {
  readonly #errors: Record<string, string[]> = {};

  add(field: string, message: string): void {
    (this.#errors[field] ??= []).push(message);
  }

  /** Throws if any field was wrong. @throws Refusal 400 naming every wrong field */
  done(): void {
    if (Object.keys(this.#errors).length === 0) return;
    throw new Refusal(
      400,
      moyasarError("invalid_request_error", "Validation Failed", this.#errors),
    );
  }

  /** Reads an amount in the minor unit. */
  amount(fields: Fields, least: number): number {
    const value = wholeNumber(fields.amount);
    if (value === undefined) this.add("amount", "must be an integer");
    else if (value < least) this.add("amount", `must be greater than or equal to ${least}`);
    return value ?? 0;
  }

  currency(fields: Fields, fallback?: string): string {
    const value = fields.currency ?? fallback;
    if (typeof value === "string" && Intl.supportedValuesOf("currency").includes(value))
      return value;
    this.add("currency", "is not a valid ISO-4217 currency");
    return "SAR";
  }

  words(fields: Fields, name: string, options: { isNeeded: boolean; max?: number }): string | null {
    const value = fields[name] ?? null;
    if (value === null || value === "") {
      if (options.isNeeded) this.add(name, "can't be blank");
      return null;
    }
    if (typeof value !== "string") this.add(name, "must be a string");
    else if (value.length > (options.max ?? 255)) this.add(name, "is too long");
    else return value;
    return null;
  }

  url(fields: Fields, name: string, isNeeded: boolean): string | null {
    const value = this.words(fields, name, { isNeeded, max: 2000 });
    if (value === null) return null;
    if (/^https?:$/.test(URL.parse(value)?.protocol ?? "")) return value;
    this.add(name, "is not a valid URL");
    return null;
  }

  /** Reads up to 30 names of 40 characters with values of 500; an empty value removes the name. */
  metadata(fields: Fields, before: Metadata | null = null): Metadata | null {
    const { metadata } = fields;
    if (metadata === undefined || metadata === null) return before;
    if (!isFields(metadata)) {
      this.add("metadata", "must be an object");
      return before;
    }
    const merged = new Map(Object.entries(before ?? {}));
    for (const [name, value] of Object.entries(metadata)) {
      if (!["string", "number", "boolean"].includes(typeof value))
        this.add("metadata", `${name} must be a string`);
      const words = String(value);
      if (name.length > 40 || words.length > 500) this.add("metadata", `${name} is too long`);
      if (words === "") merged.delete(name);
      else merged.set(name, words);
    }
    if (merged.size > 30) this.add("metadata", "has too many keys");
    return Object.fromEntries(merged);
  }
}

export function wholeNumber(value: unknown): number | undefined {
  const number =
    typeof value === "string" && /^-?\d{1,15}$/.test(value) ? Number(value) : (value as number);
  return Number.isSafeInteger(number) ? number : undefined;
}

export function flag(value: unknown, fallback: boolean): boolean {
  if (value === true || value === "true" || value === "1") return true;
  if (value === false || value === "false" || value === "0") return false;
  return fallback;
}

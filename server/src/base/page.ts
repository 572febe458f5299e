import { PAGE_CHARACTERS_MAX, PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from "./limits.ts";
import { invalidAt } from "./problem.ts";

/** The sort values of the last row shown, which say where the next page starts. */
export type CursorValue = string | number | boolean | null;

export type Page<T> = { items: T[]; nextCursor: string | null };

/** Opaque to the caller: base64url of a JSON array. */
export function encodeCursor(values: readonly CursorValue[]): string {
  return toBase64Url(JSON.stringify(values));
}

/** A type of value that lists are sorted by. */
export type CursorField = "id" | "instant" | "integer" | "text";
type Decoded<Fields extends readonly CursorField[]> = {
  [Index in keyof Fields]: Fields[Index] extends "integer" ? number : string;
};

/**
 * @param fields the values in this list's cursor
 * @throws Problem invalid-request when it is not a cursor of this kind of list
 */
export function decodeCursor<const Fields extends readonly CursorField[]>(
  cursor: string,
  fields: Fields,
): Decoded<Fields> {
  const values = parse(cursor);
  const fits =
    Array.isArray(values) &&
    values.length === fields.length &&
    fields.every((field, index) => isOf[field](values[index]));
  if (fits) return values as unknown as Decoded<Fields>;
  throw invalidAt(
    "/query/cursor",
    "أرسل قيمة nextCursor من الصفحة السابقة كما هي، أو احذفها لتبدأ من البداية.",
    "Send the previous page's nextCursor unchanged, or leave it out to start over.",
  );
}

/** The number of rows to show; the route's schema has already refused values outside 1–100. */
export function pageSize(limit: number | undefined): number {
  return Math.min(Math.max(1, limit ?? PAGE_SIZE_DEFAULT), PAGE_SIZE_MAX);
}

/**
 * Returns how many of a page's rows one answer carries: `size`, or fewer where they are long, but at least one.
 *
 * @param characters the length of each row as JSON; one row more than `size` may be given
 */
export function fittingRows(characters: readonly number[], size: number): number {
  let total = 0;
  for (const [index, own] of characters.entries()) {
    total += own;
    if (index === size || (index > 0 && total > PAGE_CHARACTERS_MAX)) return index;
  }
  return characters.length;
}

/**
 * Makes a page of rows that were read with `limit(size + 1)`: the extra row shows that there are more.
 *
 * @param cursorOf the values the list is sorted by
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  size: number,
  cursorOf: (row: Row) => readonly CursorValue[],
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const nextCursor = last !== undefined && rows.length > size ? encodeCursor(cursorOf(last)) : null;
  return { items: shown.map(toItem), nextCursor };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(fromBase64Url(cursor));
  } catch {
    return undefined;
  }
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const isOf: Record<CursorField, (value: unknown) => boolean> = {
  id: (value) => typeof value === "string" && UUID.test(value),
  instant: (value) => typeof value === "string" && isInstant(value),
  integer: Number.isSafeInteger,
  // NUL is the one character that the database does not store.
  text: (value) => typeof value === "string" && !value.includes("\0"),
};

/** Limited to the four-digit years that the database accepts. */
function isInstant(words: string): boolean {
  try {
    return /^[1-9]\d{3}-/.test(words) && Temporal.Instant.from(words) !== undefined;
  } catch {
    return false;
  }
}

function toBase64Url(words: string): string {
  return new TextEncoder().encode(words).toBase64({ alphabet: "base64url", omitPadding: true });
}

function fromBase64Url(words: string): string {
  const bytes = Uint8Array.fromBase64(words, { alphabet: "base64url" });
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

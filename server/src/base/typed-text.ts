/** Marks and isolates that keyboards and chats put around numbers and Latin words in Arabic text. */
const DIRECTION_MARKS = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Normalises everything people type: NFC, trimmed, ids in lower case. Walks through lists and objects; other values
 * stay as they are.
 */
export function tidy(value: unknown): unknown {
  if (typeof value === "string") return tidyWords(value);
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, tidy(inner)]));
}

function tidyWords(words: string): string {
  const tidied = words.normalize("NFC").trim();
  return UUID.test(tidied) ? tidied.toLowerCase() : tidied;
}

/** Whether text is a single visible line: no control characters, nothing that reverses other text. */
export function isLine(words: string): boolean {
  if (words === "") return true;
  return !/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e]/u.test(words) && /[\p{L}\p{N}\p{S}\p{P}]/u.test(words);
}

/** Whether there is anything to search for: a letter or a digit. */
export function isSearchable(words: string): boolean {
  return /[\p{L}\p{N}]/u.test(words);
}

/** A phone number as dialled: without the marks that surround it in a chat. */
export function withoutMarks(words: string): string {
  return words.replaceAll(DIRECTION_MARKS, "");
}

/** A booking reference as people read it out: in any case, with spaces or dashes, O for 0, I and l for 1. */
export function typedReference(words: string): string {
  return withoutMarks(words)
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}]/gu, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
}

import { malformed, invalid, type FieldError } from "../base/problem.ts";
import { text } from "../base/text.ts";

/** The deepest body of any route has six levels. */
const DEPTH_MAX = 32;
const FORBIDDEN_KEYS = new Set(["__proto__", "prototype", "constructor"]);

/** One step of a JSON Pointer (RFC 6901). */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * Refuses values that break later code: nesting that overflows the stack, keys that pollute a prototype, and
 * characters PostgreSQL cannot store (NUL, halves of a surrogate pair).
 *
 * @throws Problem invalid-request, 400 for the first two, 422 with pointers for characters
 */
export function assertPlain(value: unknown, pointer = ""): void {
  const errors: FieldError[] = [];
  const open: { value: unknown; pointer: string; depth: number }[] = [{ value, pointer, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: here, pointer: at, depth } = next;
    if (typeof here === "string") {
      if (!isStorable(here)) errors.push({ pointer: at, detail: UNSTORABLE });
    } else if (typeof here === "object" && here !== null) {
      if (depth === DEPTH_MAX)
        throw malformed(
          `أكثر من ${DEPTH_MAX} مستوى من التداخل.`,
          `Nested deeper than ${DEPTH_MAX} levels.`,
        );
      for (const [key, inner] of Object.entries(here)) {
        const inside = at + pointerStep(key);
        if (FORBIDDEN_KEYS.has(key))
          throw malformed(`اسم الحقل غير مسموح: ${key}`, `Not a field name: ${key}`);
        if (!isStorable(key)) errors.push({ pointer: at, detail: UNSTORABLE });
        open.push({ value: inner, pointer: inside, depth: depth + 1 });
      }
    }
  }
  if (errors.length > 0) throw invalid(errors.slice(0, 20));
}

const UNSTORABLE = text(
  "احذف الرموز غير القابلة للتخزين (NUL أو نصف رمز يونيكود).",
  "Remove characters that cannot be stored (NUL, or half of a surrogate pair).",
);

function isStorable(words: string): boolean {
  return !words.includes("\0") && words.isWellFormed();
}

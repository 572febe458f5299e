/** A request's body as text, parsed on demand. */
export type Fields = Record<string, unknown>;

/**
 * Parses JSON, or a form with bracketed nesting (`source[manual]=true`): both APIs accept either.
 *
 * @returns undefined when it is neither, or not an object
 */
export function readBody(contentType: string | undefined, body: string): Fields | undefined {
  if (body === "") return {};
  if (!contentType?.startsWith("application/x-www-form-urlencoded")) return readJson(body);
  return readPairs(new URLSearchParams(body));
}

/** Parses `a[b][c]=1&d[]=2` → {a: {b: {c: "1"}}, d: {0: "2"}}; lists stay objects with numeric keys. */
export function readPairs(pairs: Iterable<[string, string]>): Fields {
  const fields = emptyFields();
  for (const [name, value] of pairs) {
    const path = name.split(/\[|\]\[?/);
    if (path.length > 1 && path.at(-1) === "") path.pop();
    put(fields, path, value);
  }
  return fields;
}

function put(fields: Fields, path: string[], value: string): void {
  let place = fields;
  for (const [depth, part] of path.entries()) {
    const key = part === "" ? String(Object.keys(place).length) : part;
    if (depth === path.length - 1) {
      place[key] = value;
      return;
    }
    const next = place[key];
    place = isFields(next) ? next : begin(place, key);
  }
}

function begin(fields: Fields, key: string): Fields {
  const inner = emptyFields();
  fields[key] = inner;
  return inner;
}

/** Creates an object without a prototype: `__proto__` is a name like any other. */
function emptyFields(): Fields {
  return Object.create(null) as Fields;
}

function readJson(body: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns a field as text; "" unless it is a string, number or flag. */
export function asWords(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

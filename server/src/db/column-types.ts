import pg from "pg";

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const DATE_ARRAY = 1182;
const TIMESTAMPTZ = 1184;
const TIMESTAMPTZ_ARRAY = 1185;
const TEXT_ARRAY = 1009;

type Parse = (value: string) => unknown;

const driverParser = pg.types.getTypeParser as (oid: number, format?: string) => Parse;

/**
 * Parses int8 to an exact number.
 *
 * @throws RangeError beyond 2^53: a silent float would round somebody's money
 */
function parseInt8(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`int8 beyond 2^53: ${value}`);
  return number;
}

/** "2026-11-21 10:00:00+00" → "2026-11-21T10:00:00.000Z"; microseconds stay when there are any. */
export function parseInstant(value: string): string {
  const found = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(value);
  if (!found) return value;
  const fraction = found[3] ?? "";
  return `${found[1]}T${found[2]}.${fraction.padEnd(fraction.length > 3 ? 6 : 3, "0")}Z`;
}

/** An array arrives split like text[]; its elements are parsed like the plain type. */
function arrayOf(parse: Parse): Parse {
  const split = driverParser(TEXT_ARRAY, "text");
  return (value) => {
    const elements = split(value) as (string | null)[];
    return elements.map((one) => (one === null ? null : parse(one)));
  };
}

const parsers = new Map<number, Parse>([
  [INT8, parseInt8],
  [INT8_ARRAY, arrayOf(parseInt8)],
  [DATE, String],
  [DATE_ARRAY, arrayOf(String)],
  [TIMESTAMPTZ, parseInstant],
  [TIMESTAMPTZ_ARRAY, arrayOf(parseInstant)],
]);

/** How values arrive: dates and instants as text, int8 range-checked, jsonb as objects, numeric as text. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: string) =>
    (format !== "binary" && parsers.get(oid)) || driverParser(oid, format),
};

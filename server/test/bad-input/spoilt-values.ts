import type { Schema } from "./described.ts";

const UNKNOWN_ID = "01a1fba8-62bf-7bea-a98f-b1ca6da38411";

/** Values that are wrong almost everywhere. */
const anywhere: unknown[] = [
  null,
  "",
  " ",
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  true,
  [],
  {},
  [null],
  [[[[[[]]]]]],
  { __proto: 1 },
];

const strings: unknown[] = [
  "a\0b",
  "half a pair \ud800",
  "💇🏽‍♀️👨‍👩‍👧‍👦🇸🇦",
  "\u202Eيسار\u200F\u2066right\u2069",
  "\n\r\t\u0007",
  "\uFEFF\u00A0",
  "'; drop table bookings; --",
  "%00%ff",
  "../../etc/passwd",
  "x".repeat(100_000),
  "ع".repeat(70_000),
  "null",
  "NaN",
  "-0",
];

const byFormat: Record<string, unknown[]> = {
  uuid: [
    UNKNOWN_ID,
    UNKNOWN_ID.toUpperCase(),
    `{${UNKNOWN_ID}}`,
    `${UNKNOWN_ID}\n`,
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "1",
  ],
  date: [
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "+275760-09-13",
    "-000001-01-01",
    "2026-1-1",
    "٢٠٢٦-١١-٢٢",
    "2026-11-22T00:00:00Z",
    "1970-01-01",
    "2200-12-31",
    "2025-01-01",
  ],
  "date-time": [
    "2026-11-24T10:00:00",
    "2026-11-24",
    "2026-11-24T25:00:00Z",
    "2026-06-30T23:59:60Z",
    "2026-11-24T10:00:00+99:99",
    "2026-11-24T10:00:00.12345678901Z",
    "+275760-09-13T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-11-24T10:00:00+16:00",
    "2026-11-24T10:00:00-23:59",
    "2026-11-24T10:00:00-15:59",
    "1970-01-01T00:00:00+15:59",
    "2200-12-31T23:59:59.999999999-15:59",
    "2026-11-24T10:00:00.000000001Z",
    "2025-01-01T00:00:00Z",
  ],
};

const phones = [
  "+1",
  "+999999999999999",
  "0500",
  "+966500000003;ext=1",
  "tel:+966500000003",
  "٠٥٠",
];
const zones = ["+03:00", "Mars/Phobos", "asia/riyadh", "UTC0", "Etc/GMT+12"];

/** Replacements for a value that the schema describes. Some of them may be valid. */
export function spoiltValues(schema: Schema, value: unknown): unknown[] {
  const { type, format, anyOf } = schema;
  if (anyOf) return [...new Set(anyOf.flatMap((one) => spoiltValues(one, value)))];
  const own = {
    string: () => [...strings, ...(byFormat[format ?? ""] ?? []), ...wordsLike(value)],
    integer: () => numbersAround(schema),
    number: () => numbersAround(schema),
    boolean: () => ["true", 1],
    array: () => lists(value as unknown[]),
    object: () => [[value], "{}"],
  }[type ?? ""];
  return [
    ...anywhere,
    ...(schema.enum || schema.const ? ["unknown", ["venue"]] : []),
    ...(own?.() ?? []),
  ];
}

/** Invalid values of the same type. */
function wordsLike(value: unknown): unknown[] {
  if (typeof value !== "string") return [];
  if (value.startsWith("+")) return phones;
  if (value.includes("/")) return zones;
  if (/^\d{1,2}:\d\d/.test(value))
    return ["24:01", "25:00", "9:00", "09:60", "-1:00", "167:59:59", "00:00"];
  return [value.toUpperCase(), ` ${value} `, `${value}\u200B`];
}

function numbersAround({ minimum, maximum }: Schema): unknown[] {
  return [
    ...(minimum === undefined ? [] : [minimum, minimum - 1, minimum + 0.5]),
    ...(maximum === undefined ? [] : [maximum, maximum + 1]),
    2 ** 31,
    -(2 ** 31),
    2 ** 63,
    1e21,
    -0.0001,
    "5",
    "٥",
    "0x10",
  ];
}

function lists(value: unknown[]): unknown[] {
  const [first] = value;
  if (first === undefined) return [{}, "[]"];
  return [
    [first, first],
    [...value, null],
    Array.from({ length: 1000 }, () => first),
    { 0: first, length: 1 },
  ];
}

import { sql } from "kysely";
import { expect, test } from "vitest";
import { parseInstant } from "../../src/db/column-types.ts";
import { createTestDatabase } from "../harness/test-database.ts";

const { db } = await createTestDatabase();

async function read(expression: string): Promise<unknown> {
  const { rows } = await sql<{ v: unknown }>`select ${sql.raw(expression)} as v`.execute(db);
  return rows[0]?.v;
}

test.each([
  ["9007199254740991::int8", Number.MAX_SAFE_INTEGER],
  ["'{1,-2,null}'::int8[]", [1, -2, null]],
  ["12.50::numeric", "12.50"],
  ["date '2026-11-21'", "2026-11-21"],
  ["array[date '2026-11-21']", ["2026-11-21"]],
  ["timestamptz '2026-11-21 13:00+03'", "2026-11-21T10:00:00.000Z"],
  ["timestamptz '2026-11-21 13:00:00.1234+03'", "2026-11-21T10:00:00.123400Z"],
  ["array[timestamptz '2026-11-21 10:00:00.5+00']", ["2026-11-21T10:00:00.500Z"]],
  [`'{"a":[1]}'::jsonb`, { a: [1] }],
  ["array['a', 'b,c']", ["a", "b,c"]],
])("%s is read without loss", async (expression, value) => {
  expect(await read(expression)).toEqual(value);
});

test("an int8 beyond 2^53 is an error, and the connection stays usable", async () => {
  await expect(read("9007199254740992::int8")).rejects.toThrow("int8 beyond 2^53");
  await expect(read("array[9007199254740992::int8]")).rejects.toThrow("int8 beyond 2^53");
  expect(await read("1::int8")).toBe(1);
});

test("infinity is read as the database writes it", () => {
  expect(parseInstant("infinity")).toBe("infinity");
});

import { sql } from "kysely";
import { expect, test } from "vitest";
import { BATCH_LINES } from "../../src/booking/batch-lines.ts";
import { rowArray } from "../../src/db/row-array.ts";
import { createTestDatabase } from "../harness/test-database.ts";

const { db } = await createTestDatabase();

test.each(Object.entries(BATCH_LINES))(
  "the server writes the columns of %s in the type's order",
  async (type, columns) => {
    const { rows } = await sql<{ name: string }>`
      select attname as name from pg_attribute
      where attrelid = ${type}::regclass and attnum > 0 and not attisdropped order by attnum`.execute(
      db,
    );
    expect(rows.map(({ name }) => name)).toEqual([...columns]);
  },
);

const awkward = [
  "",
  "null",
  "NULL",
  `she said "hi"`,
  `back\\slash`,
  `\\"`,
  `\\\\`,
  `"`,
  "a,b",
  "(a) {b} ${c} $& $1",
  " spaces ",
  "two\nlines\ttab\r\n",
  "O'Brien",
  "قص شعر ✂️",
];

test("every text arrives as it was, plain and within a jsonb", async () => {
  const sent = awkward.map((text) => ({ label: text, passenger: null, seat_no: 7 }));
  const { rows } = await sql<{ label: string; passenger: null; seat_no: number }>`
    select c.label, c.passenger, c.seat_no
    from unnest(${rowArray(BATCH_LINES.wanted_claim, sent)}::wanted_claim[]) with ordinality c order by ordinality`.execute(
    db,
  );
  expect(rows).toEqual(sent);
  const inJson = awkward.map((text) => ({ details: { [text]: [text, { text }] } }));
  const read = await sql<{ details: unknown }>`
    select i.details from unnest(${rowArray(BATCH_LINES.item_line, inJson)}::item_line[]) with ordinality i
    order by ordinality`.execute(db);
  expect(read.rows).toEqual(inJson);
});

test("no rows are an empty array", () => {
  expect(rowArray(BATCH_LINES.item_line, [])).toBe("{}");
});

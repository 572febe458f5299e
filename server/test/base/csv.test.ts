import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { writeCsv } from "../../src/base/csv.ts";

test("rows end with CRLF as RFC 4180 requires, and plain cells are written unchanged", () => {
  expect(
    writeCsv([
      ["name", "amount"],
      ["صالون الرياض", "1.500"],
    ]),
  ).toBe("name,amount\r\nصالون الرياض,1.500\r\n");
  expect(writeCsv([])).toBe("");
});

test("cells with commas, quotes and line breaks are read back unchanged", () => {
  const rows = [
    ["a,b", 'say "hello"', "two\r\nlines", "", " spaces "],
    ["one\nmore", "a return\r", '"', ",,", "؛"],
  ];
  expect(parse(writeCsv(rows), { record_delimiter: "\r\n" })).toEqual(rows);
});

test.each(["=1+1", "+966", "-1+1", "@SUM(A1)", "\tcell", "\rcell", '=HYPERLINK("http://x","y")'])(
  "%j is written with a leading apostrophe, so that a spreadsheet does not run it as a formula",
  (words) => {
    expect(parse(writeCsv([[words]]), { record_delimiter: "\r\n" })).toEqual([[`'${words}`]]);
  },
);

test.each(["a=1", "1-2", "'=1", "user@host"])(
  "%j is not a formula and is written unchanged",
  (words) => {
    expect(writeCsv([[words]])).toBe(`${words}\r\n`);
  },
);

test.each(["-1", "-0.05", "12.345"])(
  "%s is a number and is written without an apostrophe",
  (number) => {
    expect(writeCsv([[number]])).toBe(`${number}\r\n`);
  },
);

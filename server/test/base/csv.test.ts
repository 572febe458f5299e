import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { writeCsv } from "../../src/base/csv.ts";

test("rows end as RFC 4180 says, and plain cells stand as they are", () => {
  expect(
    writeCsv([
      ["name", "amount"],
      ["صالون الرياض", "1.500"],
    ]),
  ).toBe("name,amount\r\nصالون الرياض,1.500\r\n");
  expect(writeCsv([])).toBe("");
});

test("commas, quotes and line ends are read back as they were", () => {
  const rows = [
    ["a,b", 'say "hello"', "two\r\nlines", "", " spaces "],
    ["one\nmore", "a return\r", '"', ",,", "؛"],
  ];
  expect(parse(writeCsv(rows), { record_delimiter: "\r\n" })).toEqual(rows);
});

test.each(["=1+1", "+966", "-1+1", "@SUM(A1)", "\tcell", "\rcell", '=HYPERLINK("http://x","y")'])(
  "%j is no formula to a spreadsheet",
  (words) => {
    expect(parse(writeCsv([[words]]), { record_delimiter: "\r\n" })).toEqual([[`'${words}`]]);
  },
);

test.each(["a=1", "1-2", "'=1", "user@host"])("%j is no formula and stays", (words) => {
  expect(writeCsv([[words]])).toBe(`${words}\r\n`);
});

test.each(["-1", "-0.05", "12.345"])("%s is a number and stays one", (number) => {
  expect(writeCsv([[number]])).toBe(`${number}\r\n`);
});

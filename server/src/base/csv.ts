/** What a spreadsheet takes for the start of a formula. */
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * Rows as CSV (RFC 4180), the first holding the column names; UTF-8 without a byte order mark. A cell that starts
 * like a formula, and is not a number, is prefixed with an apostrophe, or a name could make a spreadsheet calculate
 * (OWASP, CSV injection): values that must be read back unchanged must not start like one.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(words: string): string {
  const safe = FORMULA.test(words) && !NUMBER.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^\s*[=+\-@＝＋－＠\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * Rows as CSV (RFC 4180), the first of them the names of the columns; in UTF-8 without a byte order mark. A cell that
 * begins like a formula, and is no number, gets an apostrophe before it, or a name could make a spreadsheet calculate (OWASP, CSV
 * injection): what must be read back unchanged must not begin so.
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(words: string): string {
  const safe = FORMULA.test(words) && !NUMBER.test(words) ? `'${words}` : words;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows under the names of their columns. A list or an object is a jsonb. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Writes rows as an array of a composite type, in PostgreSQL's notation: `{"(1,\"a b\",)"}`. PostgreSQL reads it in less
 * than half the time of the same rows as jsonb. A column that a row does not have is null.
 *
 * @param columns the type's columns, in its order
 */
export function rowArray(columns: readonly string[], rows: readonly Row[]): string {
  let text = "{";
  for (const row of rows) {
    text += text === "{" ? '"(' : ',"(';
    let comma = "";
    for (const column of columns) {
      text += comma + field(row[column]);
      comma = ",";
    }
    text += ')"';
  }
  return `${text}}`;
}

function field(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return quoted(value);
  const text = JSON.stringify(value);
  return typeof value === "object" ? quoted(text) : text;
}

/** Quotes and backslashes are escaped twice: for the row, and for the array around it. */
function quoted(text: string): string {
  const isPlain = !text.includes('"') && !text.includes("\\");
  return isPlain
    ? `\\"${text}\\"`
    : `\\"${text.replaceAll("\\", "\\\\\\\\").replaceAll('"', '\\"\\"')}\\"`;
}

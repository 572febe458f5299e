import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { BadRows } from "./bad-rows.ts";
import type { FeedSource } from "./feed-source.ts";
import { readText } from "./file-text.ts";
import { UnreadableFeed } from "./unreadable-feed.ts";

/** One row of a file: its fields by column name, empty where the feed has none, and its line number. */
export type FeedRow = { line: number; get(column: string): string };

type Parsed = { record: Record<string, string | undefined>; info: { lines: number } };

/**
 * Reads a file row by row: RFC 4180 quotes, any line endings, even mixed, a byte order mark, trimmed fields. Broken
 * rows are reported and skipped; a missing file has no rows.
 *
 * @param needed columns without which a row is useless
 * @throws UnreadableFeed when one of them is missing, or the file's encoding cannot be determined
 */
export async function* readRows(
  source: FeedSource,
  file: string,
  needed: readonly string[],
  bad: BadRows,
): AsyncGenerator<FeedRow> {
  if (!source.has(file)) return;
  const parser = parse({
    info: true,
    record_delimiter: "\n",
    trim: true,
    columns: (header: string[]) => headerOf(file, header, needed),
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) bad.leaveOut(file, error.lines as number, `not readable as CSV (${error.code})`);
    },
  });
  const stream = Readable.from(readText(source, file, bad));
  stream.on("error", (error) => parser.destroy(error));
  try {
    for await (const { record, info } of stream.pipe(parser) as AsyncIterable<Parsed>) {
      // PostgreSQL stores every character except this one.
      if (Object.values(record).some((value) => value?.includes("\0"))) {
        bad.leaveOut(file, info.lines, "contains a NUL character");
      } else {
        yield { line: info.lines, get: (column) => record[column] ?? "" };
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    bad.leaveOut(file, error.lines as number, `${error.message}; nothing after it was read`);
  } finally {
    stream.destroy();
  }
}

function headerOf(file: string, header: string[], needed: readonly string[]): string[] {
  const columns = header.map((name) => name.trim().toLowerCase());
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length > 0) throw new UnreadableFeed(`${file}: no column ${missing.join(", ")}`);
  return columns;
}

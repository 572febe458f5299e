import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { writeCsv } from "../base/csv.ts";
import { invalidAt } from "../base/problem.ts";

/**
 * Refuses paging parameters for a file, which has no pages.
 *
 * @throws Problem invalid-request
 */
export function assertWhole({ limit, cursor }: { limit?: number; cursor?: string }): void {
  const pointer = limit === undefined ? "/query/cursor" : "/query/limit";
  if (limit === undefined && cursor === undefined) return;
  throw invalidAt(
    pointer,
    "ملف CSV بلا صفحات؛ احذف هذا الحقل.",
    "The CSV file has no pages; leave this parameter out.",
  );
}

/**
 * Writes rows as CSV to a temporary file and returns it for reading. Memory stays flat for any number of rows, and a
 * slow reader holds a file, not a transaction. The file is unlinked before anybody reads it, so nothing is left
 * behind.
 *
 * @param batches rows of cells; the first row has the columns' names
 */
export async function spoolCsv(batches: AsyncIterable<readonly string[][]>): Promise<Readable> {
  const folder = await mkdtemp(join(tmpdir(), "holdfast-csv-"));
  try {
    const path = join(folder, "rows.csv");
    const file = await open(path, "wx", 0o600);
    try {
      for await (const rows of batches) await file.write(writeCsv(rows));
    } finally {
      await file.close();
    }
    const reading = await open(path, "r");
    return reading.createReadStream();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Returns the headers of a response that a browser saves as a file.
 *
 * @param name letters, digits and dashes
 */
export function savedAs(name: string) {
  return { "content-disposition": `attachment; filename="${name}.csv"` };
}

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
 * Headers of a response that a browser saves.
 *
 * @param name letters, digits and dashes
 */
export function savedAs(name: string) {
  return { "content-disposition": `attachment; filename="${name}.csv"` };
}

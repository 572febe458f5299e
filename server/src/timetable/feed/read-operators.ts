import { isTimezone } from "../../base/time.ts";
import type { BadRows } from "./bad-rows.ts";
import type { FeedOperator } from "./feed.ts";
import { readRows } from "./feed-rows.ts";
import type { FeedSource } from "./feed-source.ts";
import type { Names } from "./names.ts";

const FILE = "agency.txt";

/** Reads agency.txt. An agency may lack an id only where it is the only one. */
export async function readOperators(
  source: FeedSource,
  names: Names,
  bad: BadRows,
): Promise<FeedOperator[]> {
  const found = new Map<string, FeedOperator & { line: number }>();
  for await (const row of readRows(source, FILE, ["agency_name", "agency_timezone"], bad)) {
    const id = row.get("agency_id");
    const timezone = row.get("agency_timezone");
    const written = row.get("agency_name") || id;
    if (!written) bad.leaveOut(FILE, row.line, "has neither agency_name nor agency_id");
    else if (found.has(id)) bad.leaveOut(FILE, row.line, `agency_id "${id}" is a duplicate`);
    else if (!isTimezone(timezone))
      bad.leaveOut(FILE, row.line, `agency_timezone "${timezone}" is not known`);
    else {
      const name = names("agency", "agency_name", id, written);
      found.set(id, { id, line: row.line, name, timezone });
    }
  }
  const nameless = found.size > 1 ? found.get("") : undefined;
  if (nameless) {
    bad.leaveOut(FILE, nameless.line, "has no agency_id, and there are other agencies");
    found.delete("");
  }
  return Array.from(found.values(), ({ id, name, timezone }) => ({ id, name, timezone }));
}

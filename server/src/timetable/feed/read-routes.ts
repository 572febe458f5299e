import type { BadRows } from "./bad-rows.ts";
import type { FeedOperator, FeedRoute } from "./feed.ts";
import { readRows } from "./feed-rows.ts";
import type { FeedSource } from "./feed-source.ts";
import { readWhole } from "./fields.ts";
import type { Names } from "./names.ts";

const FILE = "routes.txt";
/** The reference's own numbers, and the extended ones that publishers use beside them. */
const KNOWN_TYPES = new Set([0, 1, 2, 3, 4, 5, 6, 7, 11, 12]);
const EXTENDED_TYPES = { first: 100, last: 1799 };

/** Reads routes.txt. A route without an agency belongs to the only one there is. */
export async function readRoutes(
  source: FeedSource,
  operators: readonly FeedOperator[],
  names: Names,
  bad: BadRows,
): Promise<Map<string, FeedRoute>> {
  const routes = new Map<string, FeedRoute>();
  const known = new Set(operators.map((one) => one.id));
  const only = operators.length === 1 ? operators[0] : undefined;
  for await (const row of readRows(source, FILE, ["route_id", "route_type"], bad)) {
    const id = row.get("route_id");
    const operatorId = row.get("agency_id") || only?.id;
    const type = readWhole(row.get("route_type"));
    if (!id) bad.leaveOut(FILE, row.line, "has no route_id");
    else if (routes.has(id)) bad.leaveOut(FILE, row.line, `route_id "${id}" is a duplicate`);
    else if (operatorId === undefined)
      bad.leaveOut(FILE, row.line, "has no agency_id, and there is not exactly one agency");
    else if (!known.has(operatorId))
      bad.leaveOut(
        FILE,
        row.line,
        `agency_id "${operatorId}" is not in agency.txt, or was left out`,
      );
    else if (type === undefined || !isRouteType(type))
      bad.leaveOut(FILE, row.line, `route_type "${row.get("route_type")}" is not known`);
    else {
      const [long, short] = [row.get("route_long_name"), row.get("route_short_name")];
      const field = long ? "route_long_name" : "route_short_name";
      const name = names("routes", field, id, long || short || id);
      const description = names("routes", "route_desc", id, row.get("route_desc"));
      routes.set(id, { id, operatorId, name, description, type });
    }
  }
  return routes;
}

function isRouteType(type: number): boolean {
  return KNOWN_TYPES.has(type) || (type >= EXTENDED_TYPES.first && type <= EXTENDED_TYPES.last);
}

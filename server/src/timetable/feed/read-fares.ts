import { currencyDecimals } from "../../base/money.ts";
import type { BadRows } from "./bad-rows.ts";
import type { FeedFare, FeedRoute } from "./feed.ts";
import { readRows } from "./feed-rows.ts";
import type { FeedSource } from "./feed-source.ts";
import { readAmountMinor } from "./fields.ts";

const USUAL_CURRENCY = "SAR";

/**
 * Reads fare_attributes.txt and fare_rules.txt. A business sells in one currency: the one asked for, else
 * that of the first fare, else SAR; fares in another are reported and left out.
 *
 * @see https://gtfs.org/documentation/schedule/reference/#fare_attributestxt
 */
export async function readFares(
  source: FeedSource,
  routes: ReadonlyMap<string, FeedRoute>,
  wantedCurrency: string | undefined,
  bad: BadRows,
): Promise<{ fares: FeedFare[]; currency: string }> {
  const file = "fare_attributes.txt";
  const fares = new Map<string, FeedFare>();
  let currency = wantedCurrency;
  for await (const row of readRows(source, file, ["fare_id", "price", "currency_type"], bad)) {
    const [id, theirs] = [row.get("fare_id"), row.get("currency_type").toUpperCase()];
    if (/^[A-Z]{3}$/.test(theirs)) currency ??= theirs;
    const priceMinor = readAmountMinor(row.get("price"), currencyDecimals(theirs));
    if (!id) bad.leaveOut(file, row.line, "has no fare_id");
    else if (fares.has(id)) bad.leaveOut(file, row.line, `fare_id "${id}" is there already`);
    else if (theirs !== currency)
      bad.leaveOut(
        file,
        row.line,
        `is in "${theirs}", and this import sells in ${currency ?? "nothing"}`,
      );
    else if (priceMinor === undefined)
      bad.leaveOut(file, row.line, `price "${row.get("price")}" is no amount of ${theirs}`);
    else fares.set(id, { id, priceMinor, rules: [] });
  }
  const withRules = await readRules(source, fares, routes, bad);
  // A fare all of whose rules were left out is not one without rules, which would hold everywhere.
  const usable = [...fares.values()].filter(
    (one) => one.rules.length > 0 || !withRules.has(one.id),
  );
  return { fares: usable, currency: currency ?? USUAL_CURRENCY };
}

async function readRules(
  source: FeedSource,
  fares: ReadonlyMap<string, FeedFare>,
  routes: ReadonlyMap<string, FeedRoute>,
  bad: BadRows,
): Promise<Set<string>> {
  const file = "fare_rules.txt";
  const withRules = new Set<string>();
  for await (const row of readRows(source, file, ["fare_id"], bad)) {
    const [id, routeId] = [row.get("fare_id"), row.get("route_id")];
    const fare = fares.get(id);
    withRules.add(id);
    if (!fare)
      bad.leaveOut(
        file,
        row.line,
        `fare_id "${id}" is not in fare_attributes.txt, or was left out`,
      );
    else if (routeId && !routes.has(routeId))
      bad.leaveOut(file, row.line, `route_id "${routeId}" is not in routes.txt, or was left out`);
    else if (row.get("contains_id"))
      bad.leaveOut(
        file,
        row.line,
        "contains_id: a fare by the zones passed through is not supported",
      );
    else
      fare.rules.push({
        routeId,
        fromZone: row.get("origin_id"),
        toZone: row.get("destination_id"),
      });
  }
  return withRules;
}

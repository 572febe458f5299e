import { currencyDecimals } from "../../base/money.ts";
import type { BadRows } from "./bad-rows.ts";
import { isFareOf, operatorCurrencies, reportOtherCurrencies } from "./fare-currencies.ts";
import type { FeedFare, FeedOperator, FeedRoute } from "./feed.ts";
import { readRows, type FeedRow } from "./feed-rows.ts";
import type { FeedSource } from "./feed-source.ts";
import { readAmountMinor } from "./fields.ts";

const FILE = "fare_attributes.txt";
const CURRENCIES = new Set(Intl.supportedValuesOf("currency"));

export type KnownToFares = {
  operators: readonly FeedOperator[];
  routes: ReadonlyMap<string, FeedRoute>;
};

/**
 * Reads fare_attributes.txt and fare_rules.txt. A business sells in one currency: the requested one, else that of its
 * first fare; its fares in other currencies are reported and left out.
 *
 * @returns also each operator's currency
 * @see https://gtfs.org/documentation/schedule/reference/#fare_attributestxt
 */
export async function readFares(
  source: FeedSource,
  known: KnownToFares,
  wantedCurrency: string | undefined,
  bad: BadRows,
): Promise<{ fares: FeedFare[]; currencies: Map<string, string> }> {
  const fares = new Map<string, FeedFare>();
  for await (const row of readRows(source, FILE, ["fare_id", "price", "currency_type"], bad)) {
    const fare = readFare(row, fares, known);
    if (typeof fare === "string") bad.leaveOut(FILE, row.line, fare);
    else fares.set(fare.id, fare);
  }
  const withRules = await readRules(source, fares, known, bad);
  // A fare whose rules were all left out must not count as one without rules, which would apply everywhere.
  const usable = [...fares.values()].filter(
    (one) => one.rules.length > 0 || !withRules.has(one.id),
  );
  reportHoldsForAll(usable, known, bad);
  const currencies = operatorCurrencies(usable, known, wantedCurrency);
  reportOtherCurrencies(FILE, usable, known, currencies, bad);
  return { fares: usable, currencies };
}

/** Returns the fare, or what is wrong with its row. */
function readFare(
  row: FeedRow,
  fares: ReadonlyMap<string, FeedFare>,
  { operators }: KnownToFares,
): FeedFare | string {
  const [id, operatorId] = [row.get("fare_id"), row.get("agency_id") || null];
  const currency = row.get("currency_type").toUpperCase();
  if (!id) return "has no fare_id";
  if (fares.has(id)) return `fare_id "${id}" is a duplicate`;
  if (operatorId !== null && !operators.some((one) => one.id === operatorId))
    return `agency_id "${operatorId}" is not in agency.txt, or was left out`;
  if (!CURRENCIES.has(currency))
    return `currency_type "${currency}" is not an ISO 4217 currency, such as SAR`;
  const priceMinor = readAmountMinor(row.get("price"), currencyDecimals(currency));
  if (priceMinor === undefined)
    return `price "${row.get("price")}" is not an amount in ${currency}`;
  return { id, line: row.line, operatorId, currency, priceMinor, rules: [] };
}

async function readRules(
  source: FeedSource,
  fares: ReadonlyMap<string, FeedFare>,
  { routes }: KnownToFares,
  bad: BadRows,
): Promise<Set<string>> {
  const file = "fare_rules.txt";
  const withRules = new Set<string>();
  for await (const row of readRows(source, file, ["fare_id"], bad)) {
    const [id, routeId] = [row.get("fare_id"), row.get("route_id")];
    const [fare, route] = [fares.get(id), routes.get(routeId)];
    withRules.add(id);
    const problem =
      (!fare && `fare_id "${id}" is not in fare_attributes.txt, or was left out`) ||
      (routeId && !route && `route_id "${routeId}" is not in routes.txt, or was left out`) ||
      (route &&
        fare &&
        fare.operatorId !== null &&
        fare.operatorId !== route.operatorId &&
        `fare "${id}" belongs to agency "${fare.operatorId}", and route "${routeId}" to "${route.operatorId}"`) ||
      (row.get("contains_id") &&
        "contains_id: a fare by the zones passed through is not supported");
    if (problem) bad.leaveOut(file, row.line, problem);
    else {
      const [fromZone, toZone] = [row.get("origin_id"), row.get("destination_id")];
      fare?.rules.push({ routeId, fromZone, toZone });
    }
  }
  return withRules;
}

/** The reference requires agency_id when there are several agencies; a fare without one is taken as everybody's. */
function reportHoldsForAll(
  fares: readonly FeedFare[],
  { operators, routes }: KnownToFares,
  bad: BadRows,
): void {
  for (const fare of fares) {
    const holders = operators.filter((one) => isFareOf(fare, one.id, routes));
    const namesRoutes = fare.rules.length > 0 && fare.rules.every((rule) => rule.routeId !== "");
    if (fare.operatorId !== null || holders.length < 2 || namesRoutes) continue;
    bad.mend(
      FILE,
      fare.line,
      "has no agency_id, and there are several agencies: it applies to all",
    );
  }
}

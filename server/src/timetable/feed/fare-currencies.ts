import type { BadRows } from "./bad-rows.ts";
import type { Feed, FeedFare, FeedOperator, FeedRoute } from "./feed.ts";

/** The currency of an operator where neither the feed nor the command names one. */
const USUAL_CURRENCY = "SAR";

type Routes = ReadonlyMap<string, FeedRoute>;
type Known = { operators: readonly FeedOperator[]; routes: Routes };

/**
 * Whether a fare belongs to an operator: by its agency_id, else by the routes its rules name, else it belongs to all.
 */
export function isFareOf(fare: FeedFare, operatorId: string, routes: Routes): boolean {
  if (fare.operatorId !== null && fare.operatorId !== operatorId) return false;
  return (
    fare.rules.length === 0 ||
    fare.rules.some(
      ({ routeId }) => routeId === "" || routes.get(routeId)?.operatorId === operatorId,
    )
  );
}

/** Returns the fares an operator sells at: those that belong to it, in its currency. */
export function faresOf(
  { fares, currencies, routes }: Pick<Feed, "fares" | "currencies" | "routes">,
  operatorId: string,
): FeedFare[] {
  const currency = currencies.get(operatorId);
  return fares.filter((one) => one.currency === currency && isFareOf(one, operatorId, routes));
}

/** Each operator's currency: the requested one, else its first fare's, else the feed's first, else SAR. */
export function operatorCurrencies(
  fares: readonly FeedFare[],
  { operators, routes }: Known,
  wanted: string | undefined,
): Map<string, string> {
  return new Map(
    operators.map(({ id }) => {
      const first = fares.find((fare) => isFareOf(fare, id, routes)) ?? fares[0];
      return [id, wanted ?? first?.currency ?? USUAL_CURRENCY];
    }),
  );
}

/** Reports fares that an operator does not sell at because it sells in another currency. */
export function reportOtherCurrencies(
  file: string,
  fares: readonly FeedFare[],
  { operators, routes }: Known,
  currencies: ReadonlyMap<string, string>,
  bad: BadRows,
): void {
  for (const fare of fares) {
    const holders = operators.filter((one) => isFareOf(fare, one.id, routes));
    const others = holders.filter((one) => currencies.get(one.id) !== fare.currency);
    if (others.length === 0) continue;
    const told = others.map((one) => `agency "${one.id}" sells in ${currencies.get(one.id)}`);
    const reason = `is in ${fare.currency}, and ${told.join(", ")}`;
    if (others.length === holders.length) bad.leaveOut(file, fare.line, reason);
    else bad.mend(file, fare.line, `${reason}: it does not apply there`);
  }
}

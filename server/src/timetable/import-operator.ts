import { noteAction } from "../audit/note-action.ts";
import type { Tx } from "../db/connection.ts";
import { faresOf } from "./feed/fare-currencies.ts";
import type { Feed, FeedFare } from "./feed/feed.ts";
import { makeTrips } from "./make-trips.ts";
import type { OperatorFeed } from "./operator-feed.ts";
import { retireJourneys } from "./retire-journeys.ts";
import { saveCalendars } from "./save-calendars.ts";
import { saveFares } from "./save-fares.ts";
import { saveJourneys } from "./save-journeys.ts";
import { saveOperator } from "./save-operator.ts";
import { saveRoutes } from "./save-routes.ts";
import { saveStops } from "./save-stops.ts";
import { saveVehicles } from "./save-vehicles.ts";
import { resolvedFares, resolvedJourneys, type Ids } from "./resolved-ids.ts";
import { routeFares, type RouteFares } from "./segment-fares.ts";
import { dropStrayTrips } from "./stray-trips.ts";
import { noCounts, type ImportCounts } from "./tally.ts";

export interface ImportTerms {
  /** Prefix of the agency id in `businesses.source`: "gtfs:" or "gtfs:<feed>:". */
  sourcePrefix: string;
  /** Whether new operators are on sale at once, or wait for an admin. */
  approve: boolean;
  /** The price of a route without a fare in the feed, minor units of the operator's currency. */
  fareMinor: number;
  /** Dated trips are made for `days` service dates from this one on. */
  from: string;
  days: number;
}

/** What is sold at prices that the feed does not name. */
export interface Unpriced {
  /** The operator's currency, ISO 4217. */
  currency: string;
  /** Routes without any fare. */
  routes: number;
  /** For routes priced by zone: pairs of stops without a fare. */
  pairs: number;
}

/**
 * Imports one operator of a feed in full: its business, stops, vehicles, routes, calendars, journeys, fares and dated
 * trips. Running it again with the same feed changes nothing. Needs the platform's rights.
 *
 * @returns also codes of changed journeys with a trip that keeps its old stops because seats are sold over them
 */
export async function importOperator(
  tx: Tx,
  feed: Feed,
  part: OperatorFeed,
  terms: ImportTerms,
): Promise<{ counts: ImportCounts; kept: string[]; unpriced: Unpriced }> {
  const { timezone, id } = part.operator;
  const theirs = faresOf(feed, id);
  const {
    businessId,
    currency,
    tally: operators,
  } = await saveOperator(tx, {
    operator: part.operator,
    source: `${terms.sourcePrefix}${id}`,
    currency: currencyOf(feed, id),
    priced: theirs.length > 0,
    approve: terms.approve,
  });
  const fares = faresByRoute(feed, part, theirs);
  const stops = await saveStops(tx, businessId, part.stops, timezone);
  const vehicles = await saveVehicles(
    tx,
    businessId,
    part.routes.map((route) => route.type),
  );
  const priced = part.routes.map((route) => {
    const priceMinor = fares.get(route.id)?.priceMinor ?? null;
    return { ...route, priceMinor: priceMinor ?? terms.fareMinor, fromFeed: priceMinor !== null };
  });
  const routes = await saveRoutes(tx, businessId, priced);
  const calendars = await saveCalendars(tx, businessId, part.calendars);
  const ids: Ids = {
    stops: stops.ids,
    vehicles: vehicles.ids,
    routes: routes.ids,
    calendars: calendars.ids,
  };
  const journeys = await saveJourneys(tx, businessId, resolvedJourneys(feed, part, ids));
  // A trip with broken rows is still in the feed: only trips gone from trips.txt are retired.
  const vanished = [...journeys.before].flatMap(([code, { id: journeyId }]) =>
    feed.journeyIds.has(code) ? [] : [journeyId],
  );
  const retired = await retireJourneys(tx, businessId, vanished);
  const { byZone, list } = resolvedFares(fares, ids);
  const segments = await saveFares(tx, businessId, byZone, list);
  const isChanged = journeys.tally.changed + calendars.tally.changed > 0;
  const strays = isChanged ? await dropStrayTrips(tx, businessId) : 0;
  const tripsAdded = await makeTrips(tx, { businessId, from: terms.from, days: terms.days });
  const counts: ImportCounts = {
    ...noCounts(),
    operators,
    stops: stops.tally,
    vehicles: vehicles.tally,
    routes: routes.tally,
    calendars: calendars.tally,
    journeys: journeys.tally,
    fares: segments,
    retired: retired.retired,
    kept: journeys.kept.length,
    tripsRetimed: journeys.tripsRetimed,
    tripsDropped: journeys.tripsDropped + retired.tripsDropped + strays,
    tripsAdded,
  };
  await noteImport(tx, businessId, counts);
  return { counts, kept: journeys.kept, unpriced: { currency, ...unpricedOf(fares) } };
}

function currencyOf({ currencies }: Feed, operatorId: string): string {
  const currency = currencies.get(operatorId);
  if (currency === undefined) throw new Error(`operator ${operatorId} has no currency`);
  return currency;
}

function unpricedOf(fares: ReadonlyMap<string, RouteFares>): Omit<Unpriced, "currency"> {
  const all = [...fares.values()];
  return {
    routes: all.filter((one) => one.priceMinor === null && !one.byZone).length,
    pairs: all.reduce((sum, one) => sum + one.unpricedPairs, 0),
  };
}

function faresByRoute(
  feed: Feed,
  part: OperatorFeed,
  fares: readonly FeedFare[],
): Map<string, RouteFares> {
  const rides = Map.groupBy(part.journeys, (one) => one.routeId);
  return new Map(
    part.routes.map(({ id }) => {
      const stopIds = (rides.get(id) ?? []).map((one) => one.stops.map((stop) => stop.stopId));
      return [id, routeFares(id, stopIds, feed.stops, fares)];
    }),
  );
}

/** Writes no row for an import that changed nothing: timers run it every day. */
async function noteImport(tx: Tx, businessId: string, counts: ImportCounts): Promise<void> {
  const isNothing = JSON.stringify(counts) === JSON.stringify(noCounts());
  if (isNothing) return;
  await noteAction(tx, {
    businessId,
    action: "business.imported",
    subjectKind: "business",
    subjectId: businessId,
    after: counts,
  });
}

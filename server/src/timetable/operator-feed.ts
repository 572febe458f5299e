import type {
  Feed,
  FeedCalendar,
  FeedJourney,
  FeedOperator,
  FeedRoute,
  FeedStop,
} from "./feed/feed.ts";

/** The part of a feed that is one operator's. */
export interface OperatorFeed {
  operator: FeedOperator;
  routes: FeedRoute[];
  journeys: FeedJourney[];
  /** Only where its journeys call, and only what they run by. */
  stops: FeedStop[];
  calendars: FeedCalendar[];
}

/** Divides a feed among its operators, in the feed's order. */
export function operatorFeeds(feed: Feed): OperatorFeed[] {
  const byOperator = new Map<string, FeedJourney[]>();
  for (const journey of feed.journeys) {
    const operatorId = feed.routes.get(journey.routeId)?.operatorId ?? "";
    const journeys = byOperator.get(operatorId);
    if (journeys) journeys.push(journey);
    else byOperator.set(operatorId, [journey]);
  }
  return feed.operators.map((operator) => {
    const journeys = byOperator.get(operator.id) ?? [];
    const stopIds = new Set(journeys.flatMap((one) => one.stops.map((stop) => stop.stopId)));
    const calendarIds = new Set(journeys.map((one) => one.calendarId));
    return {
      operator,
      journeys,
      routes: [...feed.routes.values()].filter((route) => route.operatorId === operator.id),
      stops: [...feed.stops.values()].filter((stop) => stopIds.has(stop.id)),
      calendars: [...feed.calendars.values()].filter((one) => calendarIds.has(one.id)),
    };
  });
}

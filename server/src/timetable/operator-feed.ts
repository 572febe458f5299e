import type {
  Feed,
  FeedCalendar,
  FeedJourney,
  FeedOperator,
  FeedRoute,
  FeedStop,
} from "./feed/feed.ts";

/** The part of a feed that belongs to one operator. */
export interface OperatorFeed {
  operator: FeedOperator;
  routes: FeedRoute[];
  journeys: FeedJourney[];
  /** Only the stops its journeys call at, and only the calendars they use. */
  stops: FeedStop[];
  calendars: FeedCalendar[];
}

/** Splits a feed by operator, in the feed's order. */
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

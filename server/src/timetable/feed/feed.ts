/**
 * A name as the feed gives it. Null means it was not in the feed; storing it falls back to the other language,
 * without overwriting a translation made by hand. Only a description may be missing in both.
 */
export type FeedName = { ar: string | null; en: string | null };

/** A row of agency.txt: a bus operator. */
export interface FeedOperator {
  id: string;
  name: FeedName;
  timezone: string;
}

export interface FeedStop {
  id: string;
  name: FeedName;
  /** The place as people search for it: its station's name, else its own. */
  city: FeedName;
  latitude: number | null;
  longitude: number | null;
  /** Null: the operator's value. */
  timezone: string | null;
  zone: string;
}

export interface FeedRoute {
  id: string;
  operatorId: string;
  name: FeedName;
  description: FeedName;
  type: number;
}

/** Dates are "YYYY-MM-DD", weekdays ISO (1 Monday … 7 Sunday). */
export interface FeedCalendar {
  id: string;
  weekdays: number[];
  startsOn: string;
  endsOn: string;
  exceptions: Map<string, boolean>;
}

/** Seconds count from noon minus 12 hours of the service day. */
export interface FeedJourneyStop {
  stopId: string;
  arrivesSeconds: number;
  departsSeconds: number;
  boundarySeconds: number;
  boards: boolean;
  alights: boolean;
}

export interface FeedFrequency {
  startsSeconds: number;
  endsSeconds: number;
  headwaySeconds: number;
}

/** A row of trips.txt with its stop times: a timetable without a date. */
export interface FeedJourney {
  id: string;
  line: number;
  routeId: string;
  calendarId: string;
  headsign: string;
  stops: FeedJourneyStop[];
  frequencies: FeedFrequency[];
}

/** A row of fare_rules.txt; empty means any. */
export type FareRule = { routeId: string; fromZone: string; toZone: string };

/** A row of fare_attributes.txt with its rules; without rules it applies everywhere. */
export interface FeedFare {
  id: string;
  line: number;
  /** Null: any operator its rules reach. */
  operatorId: string | null;
  /** ISO 4217 */
  currency: string;
  priceMinor: number;
  rules: FareRule[];
}

export interface Feed {
  operators: FeedOperator[];
  stops: Map<string, FeedStop>;
  routes: Map<string, FeedRoute>;
  calendars: Map<string, FeedCalendar>;
  journeys: FeedJourney[];
  /** Every trip_id of trips.txt, including rows that could not be used. */
  journeyIds: Set<string>;
  fares: FeedFare[];
  /** Each operator's currency, ISO 4217, by its id. */
  currencies: ReadonlyMap<string, string>;
  /** Fare files that exist but are not read. */
  unreadFares: string[];
}

import { Type } from "typebox";
import {
  CALENDAR_DATES_MAX,
  JOURNEY_FREQUENCIES_MAX,
  JOURNEY_STOPS_MAX,
} from "../../base/limits.ts";
import { listPage } from "../../business/editable.ts";
import { anyOf, editableRoutes, replaceRoute } from "../../business/editable-routes.ts";
import type { Route } from "../../http/route.ts";
import {
  date,
  id,
  integer,
  line,
  list,
  object,
  optional,
  timezone,
  version,
  weekday,
} from "../../http/shapes.ts";
import { calendars } from "./calendars.ts";
import {
  changeCalendar,
  createCalendar,
  removeCalendar,
  replaceCalendarDates,
} from "./edit-calendar.ts";
import { changeJourney, createJourney, removeJourney } from "./edit-journey.ts";
import { journeys, readJourneys } from "./journeys.ts";
import { tripRoutes } from "./trip-routes.ts";

const code = line(200);
const calendarFields = {
  code,
  weekdays: list(weekday, 7),
  startsOn: date,
  endsOn: date,
};
const calendarDate = object({ date, runs: Type.Boolean() }, { title: "CalendarDate" });
const calendar = object(
  { id, ...calendarFields, dates: list(calendarDate, CALENDAR_DATES_MAX), version },
  { title: "Calendar" },
);

/** One week of hours: no daily service runs longer. */
const serviceTime = Type.String({
  pattern: "^([0-9]|[0-9]{2}|1[0-5][0-9]|16[0-7]):[0-5][0-9](:[0-5][0-9])?$",
  description: "Time of the service day; 24:00 and up after midnight",
  examples: ["08:30", "25:30"],
});
const callFields = {
  arrival: serviceTime,
  departure: serviceTime,
  boards: Type.Boolean(),
  alights: Type.Boolean(),
};
const call = object({ stopId: id, ...callFields }, { title: "JourneyStop" });
const callInput = object({ ...anyOf(callFields).properties, stopId: id });
const frequency = object(
  { start: serviceTime, end: serviceTime, headwaySeconds: integer(1, 86_400) },
  { title: "Frequency" },
);
const journeyFields = {
  routeId: id,
  calendarId: id,
  vehicleId: id,
  code,
  headsign: Type.String({ maxLength: 200 }),
  timezone,
};
const journey = object(
  {
    id,
    ...journeyFields,
    stops: list(call, JOURNEY_STOPS_MAX),
    frequencies: list(frequency, JOURNEY_FREQUENCIES_MAX),
    version,
  },
  { title: "Journey" },
);
const journeyChange = anyOf({
  ...journeyFields,
  stops: list(callInput, JOURNEY_STOPS_MAX, 2),
  frequencies: list(frequency, JOURNEY_FREQUENCIES_MAX),
});

/** Routes for calendars, journeys and the trips made from them. */
export function journeyRoutes(): Route[] {
  return [
    ...editableRoutes({
      path: "calendars",
      one: "a calendar",
      many: "calendars",
      editable: calendars,
      view: calendar,
      create: object(calendarFields),
      change: anyOf(calendarFields),
      creating: createCalendar,
      changing: changeCalendar,
      removing: removeCalendar,
    }),
    replaceRoute({
      path: "calendars",
      name: "dates",
      summary: "Set the dates that run, or do not run, as an exception to the weekdays",
      item: calendarDate,
      max: CALENDAR_DATES_MAX,
      view: calendar,
      replacing: replaceCalendarDates,
    }),
    ...editableRoutes({
      path: "journeys",
      one: "a journey",
      many: "journeys",
      editable: journeys,
      view: journey,
      create: object({
        ...journeyFields,
        headsign: optional(journeyFields.headsign),
        stops: list(callInput, JOURNEY_STOPS_MAX, 2),
        frequencies: optional(list(frequency, JOURNEY_FREQUENCIES_MAX)),
      }),
      change: journeyChange,
      creating: createJourney,
      changing: changeJourney,
      removing: removeJourney,
      filter: object({ routeId: optional(id) }),
      listing: (db, businessId, { routeId, ...asked }) =>
        listPage(asked, (which) => readJourneys(db, businessId, which, routeId)),
    }),
    ...tripRoutes(),
  ];
}

import { Type } from "typebox";
import type { Route } from "../http/route.ts";
import {
  date,
  id,
  line,
  list,
  nullable,
  object,
  optional,
  text,
  timezone,
  version,
  weekday,
} from "../http/shapes.ts";
import { anyOf, editableRoutes, replaceRoute } from "./editable-routes.ts";
import { changeLocation, createLocation, removeLocation } from "./edit-location.ts";
import { locations } from "./locations.ts";
import { replaceHolidays } from "./replace-holidays.ts";
import { replaceHours } from "./replace-hours.ts";

/** Texts that may be empty: an address, a city. */
export const place = object(
  { ar: Type.String({ maxLength: 300 }), en: Type.String({ maxLength: 300 }) },
  { title: "Place" },
);
export const latitude = Type.Number({ minimum: -90, maximum: 90 });
export const longitude = Type.Number({ minimum: -180, maximum: 180 });
export const wallTime = Type.String({
  pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$",
  examples: ["09:00"],
});
const wallEnd = Type.String({
  pattern: "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
  description: "If not after the start, the window ends on the next day",
  examples: ["22:00", "24:00", "02:00"],
});
export const windowFields = { weekday, start: wallTime, end: wallEnd };
export const weekWindow = object(windowFields, { title: "WeekWindow" });

const fields = {
  name: text,
  address: place,
  city: place,
  latitude: nullable(latitude),
  longitude: nullable(longitude),
  timezone,
  checkIn: wallTime,
  checkOut: wallTime,
  active: Type.Boolean(),
};

/** Seven days, each cut into quarters of an hour. */
const WINDOWS_MAX = 7 * 24 * 4;
const HOLIDAYS_MAX = 1000;

export const location = object(
  {
    id,
    ...fields,
    hours: list(weekWindow, WINDOWS_MAX),
    holidays: list(object({ date, name: Type.String() }, { title: "Holiday" }), HOLIDAYS_MAX),
    version,
  },
  { title: "Location" },
);

const change = anyOf(fields);
const create = object({ ...change.properties, name: text });
/** Branches and properties of a business, their opening hours and holidays. */
export function locationRoutes(): Route[] {
  return [
    ...editableRoutes({
      path: "locations",
      one: "a location",
      many: "locations",
      editable: locations,
      view: location,
      create,
      change,
      creating: createLocation,
      changing: changeLocation,
      removing: removeLocation,
      acknowledges: true,
    }),
    replaceRoute({
      path: "locations",
      name: "hours",
      summary: "Set the opening hours of the whole week; an empty list means always open",
      item: weekWindow,
      max: WINDOWS_MAX,
      view: location,
      acknowledges: true,
      replacing: replaceHours,
    }),
    replaceRoute({
      path: "locations",
      name: "holidays",
      summary: "Set the days the location is closed",
      item: object({ date, name: optional(line(200, { min: 0 })) }),
      max: HOLIDAYS_MAX,
      view: location,
      acknowledges: true,
      replacing: replaceHolidays,
    }),
  ];
}

import type { RouteInput } from "../catalogue/bus/edit-route.ts";
import type { StopInput } from "../catalogue/bus/edit-stop.ts";
import type { FareInput } from "../catalogue/bus/replace-fares.ts";
import type { SeatLayout } from "../catalogue/bus/seat-map.ts";
import type { JourneyStopInput } from "../catalogue/bus/timetable.ts";
import type { DemoBusiness } from "./demo-business.ts";

export interface DemoOperator extends DemoBusiness {
  kind: "bus";
  stops: readonly Omit<StopInput, "timezone">[];
  vehicle: { name: string; layout: SeatLayout };
  calendars: readonly DemoCalendar[];
  routes: readonly DemoRoute[];
  journeys: readonly DemoJourney[];
}

export interface DemoCalendar {
  code: string;
  weekdays: readonly number[];
  /** Days without service, counted from today. */
  off?: readonly number[];
}

export interface DemoRoute extends RouteInput {
  fares: readonly (Omit<FareInput, "fromStopId" | "toStopId"> & DemoSegment)[];
}

/** By the codes of its stops. */
export interface DemoSegment {
  from: string;
  to: string;
}

export interface DemoJourney {
  code: string;
  /** Codes of its route and calendar. */
  route: string;
  calendar: string;
  headsign: string;
  stops: readonly (Omit<JourneyStopInput, "stopId"> & { stop: string })[];
}

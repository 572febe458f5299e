import { type RawBuilder, sql } from "kysely";
import {
  type FactsWindow,
  instantArgument,
  type OfferingFacts,
  type Span,
  windowArguments,
} from "./offering-facts.ts";
import type { WeeklyWindow } from "./wall-clock.ts";

/** A staff member who does the service: when they work and when they are busy. */
export interface StaffFacts {
  id: string;
  active: boolean;
  /** Whether they have any windows, active or not; without any they follow business hours. */
  scheduled: boolean;
  /** The active ones. */
  windows: WeeklyWindow[];
  breaks: WeeklyWindow[];
  off: Span[];
  openings: Span[];
  /** Other bookings with their buffers. */
  busy: Span[];
}

export interface AppointmentFacts {
  offering: OfferingFacts;
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  stepMinutes: number;
  priceMinor: number;
  /** Active staff who do the service; with a `staffId` asked for only that one, active or not. */
  staff: StaffFacts[];
}

/**
 * The SQL for everything the rules of a service need, as one scalar: `AppointmentFacts`, or null when the caller
 * cannot see the service. The owners of busy times never leave the database.
 *
 * @param now epoch milliseconds: holds that have expired by then do not count
 */
export function appointmentFacts(
  asked: { serviceId: string; staffId?: string },
  window: FactsWindow,
  now: number,
): RawBuilder<AppointmentFacts | null> {
  return sql<AppointmentFacts | null>`appointment_facts(
    ${asked.serviceId}::uuid, ${asked.staffId ?? null}::uuid, ${windowArguments(window)}, ${instantArgument(now)}, '{}')`;
}

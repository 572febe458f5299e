import type { Text } from "../../base/text.ts";
import type { OfferingFacts, Span } from "./offering-facts.ts";
import type { WeeklyWindow } from "./wall-clock.ts";

/** A staff member who does the service: when they work and when they are busy. */
export interface StaffFacts {
  id: string;
  name: Text;
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

/** Everything the rules of a service need: what `appointment_facts()` returns. */
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

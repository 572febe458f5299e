import type { Text } from "../base/text.ts";
import type { WeekWindow } from "../business/week-windows.ts";
import type { ServiceInput } from "../catalogue/salon/edit-service.ts";
import type { DemoBusiness } from "./demo-business.ts";

export interface DemoSalon extends DemoBusiness {
  kind: "salon";
  staff: readonly DemoStaff[];
  services: readonly DemoService[];
}

export interface DemoStaff {
  key: string;
  /** Key of the place they work at. */
  place: string;
  name: Text;
  /** The member who signs in as them, by phone. */
  phone?: string;
  /** None: whenever the place is open. */
  windows: readonly WeekWindow[];
  breaks?: readonly WeekWindow[];
  /** Time away, counted in days from today. */
  away?: readonly { inDays: number; days: number; reason: string }[];
}

export interface DemoService extends Omit<ServiceInput, "locationId" | "staffIds"> {
  key: string;
  place: string;
  /** Keys of the staff who do it. */
  staff: readonly string[];
}

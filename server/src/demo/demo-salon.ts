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
  /** Key of the location. */
  place: string;
  name: Text;
  /** Phone number of the member account. */
  phone?: string;
  /** Absent: the location's opening hours. */
  windows: readonly WeekWindow[];
  breaks?: readonly WeekWindow[];
  /** Time off, counted in days from today. */
  away?: readonly { inDays: number; days: number; reason: string }[];
}

export interface DemoService extends Omit<ServiceInput, "locationId" | "staffIds"> {
  key: string;
  place: string;
  /** Keys of the staff who offer it. */
  staff: readonly string[];
}

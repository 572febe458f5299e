import { epochMs } from "../../base/time.ts";
import { appointmentFacts } from "./appointment-facts.ts";
import type { AppointmentItem } from "./appointment-item.ts";
import type { Exempt } from "../planned-item.ts";
import { keepAppointment } from "./keep-appointment.ts";
import { planAppointment } from "./plan-appointment.ts";

/** How an appointment in an order is judged: what to read from the database, and the decision on it. */
export const appointmentRule = {
  facts: (item: AppointmentItem, now: number, exempt?: Exempt) =>
    appointmentFacts(item, { around: epochMs(item.start) / 1000 }, now, exempt),
  plan: planAppointment,
  ...keepAppointment,
};

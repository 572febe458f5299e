import { epochMs, instantText } from "../../base/time.ts";
import type { FactsQuestion } from "../facts-question.ts";
import { type Exempt, NOTHING_EXEMPT } from "../planned-item.ts";
import type { AppointmentItem } from "./appointment-item.ts";
import { cacheAppointment } from "./cache-slots.ts";
import { keepAppointment } from "./keep-appointment.ts";
import { planAppointment } from "./plan-appointment.ts";

/** How an appointment in an order is judged: what to read from the database, and the decision on it. */
export const appointmentRule = {
  facts: (item: AppointmentItem, now: number, exempt: Exempt = NOTHING_EXEMPT): FactsQuestion => ({
    kind: "appointment",
    id: item.serviceId,
    staff: item.staffId,
    around: epochMs(item.start) / 1000,
    at: instantText(now),
    exempt: [...exempt],
  }),
  plan: planAppointment,
  cache: cacheAppointment,
  ...keepAppointment,
};

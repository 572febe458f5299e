import { text } from "../../base/text.ts";
import { epochMs } from "../../base/time.ts";
import { type Exempt, NOTHING_EXEMPT, type PlannedItem, type Verdict } from "../planned-item.ts";
import { withAlternatives } from "../with-alternatives.ts";
import { type AppointmentCalendar, appointmentCalendar } from "./appointment-calendar.ts";
import type { AppointmentFacts } from "./appointment-facts.ts";
import type { AppointmentItem } from "./appointment-item.ts";
import { nearestAppointmentOffers } from "./appointment-offers.ts";
import { utcText } from "./instant-text.ts";
import { type AppointmentJudgement, judgeAppointment } from "./judge-appointment.ts";
import { slotReasons } from "./slot-reasons.ts";

type Invalid = Extract<Verdict, { verdict: "invalid" }>["errors"];

/**
 * Decides whether an appointment can be booked as requested, and what booking it would write. `now` is epoch
 * milliseconds; the facts were read with the same rules exempt. With a `staffId` it claims that staff member;
 * without, any who is free, least busy first. The claim includes buffers.
 */
export function planAppointment(
  facts: AppointmentFacts | null,
  item: AppointmentItem,
  now: number,
  exempt: Exempt = NOTHING_EXEMPT,
): Verdict {
  if (!facts) return { verdict: "not-found", what: "service" };
  const errors = mistakes(facts, item);
  if (errors.length > 0) return { verdict: "invalid", errors };
  const start = epochMs(item.start) / 1000;
  const calendar = appointmentCalendar(facts, start, start, now, exempt);
  const judgement = judgeAppointment(calendar, start);
  if (judgement.free.length > 0) {
    return { verdict: "bookable", plan: plan(facts, item, calendar, judgement, start) };
  }
  const find = () => nearestAppointmentOffers(facts, start, now, exempt);
  if (judgement.rules.length === 0) return withAlternatives({ verdict: "taken" }, find);
  const reasons = slotReasons(judgement.rules);
  return withAlternatives({ verdict: "not-available", reasons }, find);
}

function mistakes(facts: AppointmentFacts, item: AppointmentItem): Invalid {
  const errors: Invalid = [];
  if (item.end !== undefined) {
    const minutes = (epochMs(item.end) - epochMs(item.start)) / 60_000;
    if (minutes !== facts.durationMinutes) {
      const detail = text(
        `مدة الخدمة ${facts.durationMinutes} دقيقة؛ صحّح النهاية أو احذفها.`,
        `The service takes ${facts.durationMinutes} minutes; correct the end or leave it out.`,
      );
      errors.push({ pointer: "/end", detail });
    }
  }
  if (item.staffId !== undefined && facts.staff.length === 0) {
    const detail = text(
      "هذا الموظف لا يقدم هذه الخدمة؛ اختر غيره أو احذف الحقل.",
      "This staff member does not offer this service; choose another or leave the field out.",
    );
    errors.push({ pointer: "/staffId", detail });
  }
  return errors;
}

function plan(
  { offering, priceMinor, staff }: AppointmentFacts,
  item: AppointmentItem,
  calendar: AppointmentCalendar,
  { free }: AppointmentJudgement,
  start: number,
): PlannedItem {
  const end = start + calendar.durationSeconds;
  const from = utcText(start - calendar.beforeSeconds);
  const until = utcText(end + calendar.afterSeconds);
  const unitIds = free.map(({ id }) => id);
  const { staffId } = item;
  return {
    kind: "appointment",
    businessId: offering.businessId,
    catalogueVersion: offering.catalogueVersion,
    locationId: offering.locationId,
    offeringId: offering.offeringId,
    name: offering.name,
    startsAt: utcText(start),
    endsAt: utcText(end),
    quantity: 1,
    currency: offering.currency,
    priceMinor,
    priceParts: [{ minor: priceMinor }],
    saleEndsAt: utcText(start),
    terms: offering.terms,
    details: { timezone: offering.timezone, anyStaff: staffId === undefined },
    claims:
      staffId === undefined ? [] : unitIds.map((unitId) => ({ unitId, seatNo: 0, from, until })),
    units:
      staffId === undefined
        ? []
        : staff.filter(({ id }) => unitIds.includes(id)).map(({ id, name }) => ({ id, name })),
    picks: staffId === undefined ? [{ unitIds, count: 1, from, until }] : [],
    buckets: [],
  };
}

import { type Amended, isOffering, isSameInstant, type KeepRule, NO_RULES } from "../kept-item.ts";
import type { Rule } from "../planned-item.ts";
import type { AppointmentFacts } from "./appointment-facts.ts";
import type { AppointmentItem } from "./appointment-item.ts";

/** Rules about when one may buy: an unchanged time was bought in time. */
const ABOUT_BUYING: ReadonlySet<Rule> = new Set([
  "in-the-past",
  "inside-lead-time",
  "beyond-horizon",
  "not-on-sale",
]);

/** Rules about working hours: staff kept at an unchanged time were at work when it was sold. */
const ABOUT_WORKING: readonly Rule[] = [
  "staff-cannot-do-service",
  "outside-business-hours",
  "holiday",
  "outside-staff-hours",
  "off-step",
  "staff-on-break",
  "staff-time-off",
];

/** An appointment of the same service and length keeps its price, at any time and with any staff. */
export const keepAppointment: KeepRule<AppointmentFacts, AppointmentItem> = {
  exempt(item, agreed) {
    const isSameTime =
      isOffering(item.serviceId, agreed) && isSameInstant(item.start, agreed.startsAt);
    if (!isSameTime) return NO_RULES;
    const isWithSame = agreed.unitIds.some((id) => id === item.staffId?.toLowerCase());
    return isWithSame ? new Set([...ABOUT_BUYING, ...ABOUT_WORKING]) : ABOUT_BUYING;
  },
  keep(_facts, planned, agreed): Amended {
    const isMoved =
      planned.offeringId !== agreed.offeringId || !isSameInstant(planned.startsAt, agreed.startsAt);
    const isLonger = lengthOf(planned) > lengthOf(agreed);
    const units = [
      ...planned.claims.map((claim) => claim.unitId),
      // Where any staff will do, the current one is tried first.
      ...planned.picks.flatMap((pick) => pick.unitIds.slice(0, pick.count)),
    ];
    const isWithSame = units.every((id) => agreed.unitIds.includes(id));
    const isLike =
      planned.offeringId === agreed.offeringId && lengthOf(planned) === lengthOf(agreed);
    const { priceMinor, priceParts } = isLike
      ? { ...agreed, priceParts: [...agreed.priceParts] }
      : planned;
    return {
      planned: { ...planned, priceMinor, priceParts },
      isNew: isMoved || isLonger || !isWithSame,
      isMoved,
    };
  },
};

function lengthOf({ startsAt, endsAt }: { startsAt: string; endsAt: string }): number {
  return Date.parse(endsAt) - Date.parse(startsAt);
}

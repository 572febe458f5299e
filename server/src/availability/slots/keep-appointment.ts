import { type Amended, isOffering, isSameInstant, type KeepRule, NO_RULES } from "../kept-item.ts";
import type { Rule } from "../planned-item.ts";
import type { AppointmentFacts } from "./appointment-facts.ts";
import type { AppointmentItem } from "./appointment-item.ts";

/** Rules about when one may buy: a time that stays was bought in time. */
const ABOUT_BUYING: ReadonlySet<Rule> = new Set([
  "in-the-past",
  "inside-lead-time",
  "beyond-horizon",
  "not-on-sale",
]);

/** Rules about who works when: whoever is kept at the time that stays was at work when it was sold. */
const ABOUT_WORKING: readonly Rule[] = [
  "staff-cannot-do-service",
  "outside-business-hours",
  "holiday",
  "outside-staff-hours",
  "off-step",
  "staff-on-break",
  "staff-time-off",
];

/** An appointment of the same service and length keeps its price, whenever and with whomever it is. */
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
      // Where anybody would do, whoever has it already comes first.
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

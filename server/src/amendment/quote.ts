import { money, type Money } from "../base/money.ts";
import { viewItem, type ItemView } from "../booking/booking-view.ts";
import type { AgreedBooking, SoldItem } from "./agreed-booking.ts";
import type { AmendmentStatus } from "./amendment.ts";
import type { AmendmentPlan, ItemOutcome } from "./amendment-plan.ts";

/** One item of an amendment: null before for what is added, null after for what is taken away. */
export interface AmendedItemView {
  id: string;
  before: ItemView | null;
  after: ItemView | null;
  price: { before: Money; after: Money };
}

/** Why a fee stands in an amendment; null where there is none. */
export type FeeReason = "partial-cancellation" | "frozen" | null;

/** What an amendment does, as its quote and its command both answer it. */
export interface AmendmentQuote {
  status: AmendmentStatus;
  price: { before: Money; after: Money };
  dueNow: Money;
  goesBack: Money;
  /** `amount` is kept now; `floor` is what a later cancellation costs at least. */
  fee: { amount: Money; floor: Money; reason: FeeReason };
  acceptance: "none" | "again";
  expiresAt: string | null;
  items: AmendedItemView[];
}

export function viewQuote({ currency }: AgreedBooking, plan: AmendmentPlan): AmendmentQuote {
  const of = (minor: number) => money(minor, currency);
  return {
    status: plan.status,
    price: { before: of(plan.priceBeforeMinor), after: of(plan.priceAfterMinor) },
    dueNow: of(plan.dueNowMinor),
    goesBack: of(plan.goesBackMinor),
    fee: {
      amount: of(plan.feeMinor),
      floor: of(plan.feeFloorMinor),
      reason: feeReason(plan),
    },
    acceptance: plan.acceptance,
    expiresAt: plan.expiresAt,
    items: viewOutcomes(plan.outcomes, currency),
  };
}

export function feeReason({
  feeMinor,
  feeFloorMinor,
}: Pick<AmendmentPlan, "feeMinor" | "feeFloorMinor">): FeeReason {
  if (feeMinor > 0) return "partial-cancellation";
  return feeFloorMinor > 0 ? "frozen" : null;
}

export function viewOutcomes(
  outcomes: readonly ItemOutcome[],
  currency: string,
): AmendedItemView[] {
  return outcomes.map(({ id, sold, after, amended, amounts }) => {
    // Which of several units it will be is known when they are taken; these are tried first.
    const likely = amended?.planned.picks.flatMap((pick) => pick.unitIds.slice(0, pick.count));
    const unitIds = [...(after?.unit_ids ?? []), ...(likely ?? [])].toSorted();
    return {
      id,
      before: sold ? viewSold(sold, currency) : null,
      after: after ? viewItem({ ...after, unit_ids: unitIds }, currency) : null,
      price: {
        before: money(amounts.priceBeforeMinor, currency),
        after: money(amounts.priceAfterMinor, currency),
      },
    };
  });
}

function viewSold(sold: SoldItem, currency: string): ItemView {
  const row = {
    id: sold.id,
    kind: sold.kind,
    offering_id: sold.offeringId,
    starts_at: sold.startsAt,
    ends_at: sold.endsAt,
    quantity: sold.quantity,
    price_minor: sold.priceMinor,
    due_minor: sold.dueMinor,
    acceptance: sold.acceptance,
    cancel_policy: sold.cancelPolicy,
    fee_floor_minor: sold.feeFloorMinor,
    details: { ...sold.details, name: sold.name },
    unit_ids: [...sold.unitIds],
  };
  return viewItem(row, currency);
}

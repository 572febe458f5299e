import type { ItemKind } from "../base/item-kinds.ts";
import type { SoldItem } from "./agreed-booking.ts";
import type { ItemAmounts } from "./amounts.ts";

/** Returns the row of a removed item: as it was sold, but no longer part of the booking. */
export function removedItem(
  sold: SoldItem,
  { feeMinor }: ItemAmounts,
  booking: { id: string; business_id: string },
) {
  const claims = sold.claims.length;
  return {
    business_id: booking.business_id,
    booking_id: booking.id,
    id: sold.id,
    position: sold.position,
    kind: sold.kind,
    offering_id: sold.offeringId,
    starts_at: sold.startsAt,
    ends_at: sold.endsAt,
    quantity: sold.quantity,
    claims_needed: claims,
    pool_needed: placesOf[sold.kind](sold),
    price_minor: sold.priceMinor,
    due_minor: sold.dueMinor,
    payment_terms: sold.paymentTerms,
    deposit_percent: sold.depositPercent,
    acceptance: sold.acceptance,
    cancel_policy: sold.cancelPolicy,
    price_parts: sold.priceParts,
    fee_floor_minor: sold.feeFloorMinor,
    sale_ends_at: sold.saleEndsAt,
    accept_within_minutes: sold.acceptWithinMinutes,
    check_in_opens_minutes: sold.checkInOpensMinutes,
    details: { ...sold.details, name: sold.name },
    fee_kept_minor: sold.feeKeptMinor + feeMinor,
    state: "removed",
  };
}

const none = () => 0;

/** How many places in pool buckets it had. */
const placesOf: Record<ItemKind, (sold: SoldItem) => number> = {
  appointment: none,
  rental: none,
  seat: none,
  stay({ details }) {
    const { nights, rooms } = details as { nights: number; rooms: number };
    return nights * rooms;
  },
};

/**
 * The agreed fees of an item `i`, in SQL, for the checks alone. The program computes them in booking/cancel-policy.ts;
 * a test compares the two.
 */
export const NO_SHOW_FEE = percentOf("noShowFeePercent");

/** The fee when the customer cancels at a time; `at` is an SQL expression. */
export function cancelFee(at: string): string {
  return `least(i.price_minor, greatest(i.fee_floor_minor, case
    when ${at} > greatest((i.cancel_policy->>'freeUntil')::timestamptz,
      i.starts_at - make_interval(hours => (i.cancel_policy->>'freeHours')::int))
    then greatest((i.cancel_policy->>'feeMinor')::bigint, ${percentOf("feePercent")}) else 0 end))`;
}

/** A share of an item's price by its policy, half a minor unit rounded up. */
function percentOf(field: string): string {
  return `(i.price_minor * (i.cancel_policy->>'${field}')::int + 50) / 100`;
}

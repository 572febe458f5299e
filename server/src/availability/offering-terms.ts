import { sql } from "kysely";

/** `Terms` of `offerings o`, as one jsonb. */
export const termsObject = sql`jsonb_build_object(
  'paymentTerms', o.payment_terms, 'acceptance', o.acceptance, 'depositPercent', o.deposit_percent,
  'holdMinutes', o.hold_minutes, 'freeCancelHours', o.free_cancel_hours,
  'cancelFeePercent', o.cancel_fee_percent, 'cancelFeeMinor', o.cancel_fee_minor,
  'noShowFeePercent', o.no_show_fee_percent)`;

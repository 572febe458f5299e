import { sql, type Insertable, type Selectable } from "kysely";
import { money, type Money } from "../base/money.ts";
import { invalid, type FieldError } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { OfferingsTable } from "../db/types.generated.ts";

/** What a customer agrees to; bookings keep a copy, so that later edits do not change what was agreed. */
export type Terms = {
  paymentTerms: "venue" | "deposit" | "full";
  acceptance: "auto" | "manual";
  /** Percent of the price, when paymentTerms is "deposit": 1–99. */
  depositPercent: number;
  holdMinutes: number;
  /** How long before the start it can still be booked. */
  leadMinutes: number;
  /** How far ahead it can be booked. */
  horizonDays: number;
  freeCancelHours: number;
  /** Percent of the price due after that; or the fixed fee, not both. */
  cancelFeePercent: number;
  cancelFee: Money;
  noShowFeePercent: number;
  /** How long the business has to accept by hand; null: until the start. */
  acceptWithinMinutes: number | null;
  /** How long before the start check-in opens. */
  checkInOpensMinutes: number;
};

export const termColumns = [
  "offerings.payment_terms",
  "offerings.acceptance",
  "offerings.deposit_percent",
  "offerings.hold_minutes",
  "offerings.lead_minutes",
  "offerings.horizon_days",
  "offerings.free_cancel_hours",
  "offerings.cancel_fee_percent",
  "offerings.cancel_fee_minor",
  "offerings.no_show_fee_percent",
  "offerings.accept_within_minutes",
] as const;

/** The offering's own value, or the default for its kind. */
export const checkInOpens = sql<number>`check_in_opens(offerings)`.as("check_in_opens_minutes");

type TermColumns =
  | "payment_terms"
  | "acceptance"
  | "deposit_percent"
  | "hold_minutes"
  | "lead_minutes"
  | "horizon_days"
  | "free_cancel_hours"
  | "cancel_fee_percent"
  | "cancel_fee_minor"
  | "no_show_fee_percent"
  | "accept_within_minutes"
  | "check_in_opens_minutes";

export function toTerms(
  row: Pick<Selectable<OfferingsTable>, Exclude<TermColumns, "check_in_opens_minutes">> & {
    currency: string;
    check_in_opens_minutes: number;
  },
): Terms {
  return {
    paymentTerms: row.payment_terms,
    acceptance: row.acceptance,
    depositPercent: row.deposit_percent,
    holdMinutes: row.hold_minutes,
    leadMinutes: row.lead_minutes,
    horizonDays: row.horizon_days,
    freeCancelHours: row.free_cancel_hours,
    cancelFeePercent: row.cancel_fee_percent,
    cancelFee: money(row.cancel_fee_minor, row.currency),
    noShowFeePercent: row.no_show_fee_percent,
    acceptWithinMinutes: row.accept_within_minutes,
    checkInOpensMinutes: row.check_in_opens_minutes,
  };
}

export function termsToColumns(
  terms: Partial<Terms>,
): Partial<Pick<Insertable<OfferingsTable>, TermColumns>> {
  return {
    payment_terms: terms.paymentTerms,
    acceptance: terms.acceptance,
    deposit_percent: terms.depositPercent,
    hold_minutes: terms.holdMinutes,
    lead_minutes: terms.leadMinutes,
    horizon_days: terms.horizonDays,
    free_cancel_hours: terms.freeCancelHours,
    cancel_fee_percent: terms.cancelFeePercent,
    cancel_fee_minor: terms.cancelFee?.amount,
    no_show_fee_percent: terms.noShowFeePercent,
    accept_within_minutes: terms.acceptWithinMinutes,
    check_in_opens_minutes: terms.checkInOpensMinutes,
  };
}

/**
 * Checks the rules between two terms, which the columns' own bounds cannot express.
 *
 * @param terms as they will be, after the change
 * @throws Problem invalid-request
 */
export function assertTerms(terms: Partial<Terms>): void {
  const { paymentTerms = "venue", depositPercent = 0, cancelFeePercent = 0, cancelFee } = terms;
  const errors: FieldError[] = [];
  if (paymentTerms === "deposit" && (depositPercent < 1 || depositPercent > 99)) {
    const detail = text("العربون بين 1 و99 بالمئة.", "A deposit is 1 to 99 percent.");
    errors.push({ pointer: "/terms/depositPercent", detail });
  }
  if (cancelFeePercent > 0 && (cancelFee?.amount ?? 0) > 0) {
    const detail = text(
      "رسم الإلغاء نسبة أو مبلغ، لا كلاهما.",
      "The fee is a percentage or an amount, not both.",
    );
    errors.push({ pointer: "/terms/cancelFee", detail });
  }
  if (errors.length > 0) throw invalid(errors);
}

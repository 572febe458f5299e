import { writeCsv } from "../base/csv.ts";
import { decimalText } from "../base/money.ts";
import type { Payable } from "./payables.ts";
import type { FullPayoutBatch } from "./payout-batches.ts";

/** What is owed, one business a row: businessId, nameAr, nameEn, amount as a decimal, currency. */
export function payablesCsv(payables: readonly Payable[]): string {
  return writeCsv([
    ["businessId", "nameAr", "nameEn", "amount", "currency"],
    ...payables.map(toWhom),
  ]);
}

/** The file for the bank, one payout a row: reference, then as above. */
export function payoutBatchCsv({ payouts }: FullPayoutBatch): string {
  const head = ["reference", "businessId", "nameAr", "nameEn", "amount", "currency"];
  return writeCsv([head, ...payouts.map((one) => [one.reference, ...toWhom(one)])]);
}

function toWhom({ businessId, businessName: { ar, en }, amount }: Payable): string[] {
  return [businessId, ar, en, decimalText(amount.amount, amount.currency), amount.currency];
}

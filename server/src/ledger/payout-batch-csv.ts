import { decimalText } from "../base/money.ts";
import type { Payable } from "./payables.ts";
import type { BatchPayout } from "./payout-batches.ts";

/** Writes the amounts owed, one business a row: businessId, nameAr, nameEn, amount as a decimal, currency. */
export async function* payableRows(
  payables: AsyncIterable<readonly Payable[]>,
): AsyncGenerator<string[][]> {
  yield [["businessId", "nameAr", "nameEn", "amount", "currency"]];
  for await (const batch of payables) yield batch.map(toWhom);
}

/** Writes the file for the bank, one payout a row: reference, then as above. */
export async function* payoutRows(
  payouts: AsyncIterable<readonly BatchPayout[]>,
): AsyncGenerator<string[][]> {
  yield [["reference", "businessId", "nameAr", "nameEn", "amount", "currency"]];
  for await (const batch of payouts) yield batch.map((one) => [one.reference, ...toWhom(one)]);
}

function toWhom({ businessId, businessName: { ar, en }, amount }: Payable): string[] {
  return [businessId, ar, en, decimalText(amount.amount, amount.currency), amount.currency];
}

import type { Money } from "../base/money.ts";
import { invalidAt } from "../base/problem.ts";

/** Refuses another currency than the booking's. @throws Problem invalid-request at the pointer */
export function assertCurrency(pointer: string, { currency }: Money, wanted: string): void {
  if (currency === wanted) return;
  throw invalidAt(
    pointer,
    `الحجز بعملة ${wanted}؛ أرسل المبلغ بها.`,
    `The booking is in ${wanted}; send the amount in ${wanted}.`,
  );
}

import { isSeat, type PlannedClaim, type PlannedItem } from "../availability/planned-item.ts";
import { invalid, type FieldError } from "../base/problem.ts";
import { text } from "../base/text.ts";

/**
 * Refuses two items that each can be booked alone but want the same unit or seat at the same time.
 *
 * @throws Problem invalid-request with a pointer to each item that wants what an earlier one does
 */
export function assertWantedOnce(planned: readonly Pick<PlannedItem, "claims">[]): void {
  const errors = planned.flatMap((item, n): FieldError[] => {
    const earlier = planned.slice(0, n).findIndex((other) => wantTheSame(other, item));
    return earlier < 0 ? [] : [wantedBy(earlier, n)];
  });
  if (errors.length > 0) throw invalid(errors);
}

function wantTheSame(a: Pick<PlannedItem, "claims">, b: Pick<PlannedItem, "claims">): boolean {
  return a.claims.some((one) => b.claims.some((other) => overlap(one, other)));
}

/** Compares like the exclusion constraints: ranges that only touch do not overlap. */
export function overlap(a: PlannedClaim, b: PlannedClaim): boolean {
  if (a.unitId !== b.unitId || a.seatNo !== b.seatNo) return false;
  if (isSeat(a) && isSeat(b)) {
    return a.fromPosition < b.toPosition && b.fromPosition < a.toPosition;
  }
  return Date.parse(a.from) < Date.parse(b.until) && Date.parse(b.from) < Date.parse(a.until);
}

function wantedBy(earlier: number, n: number): FieldError {
  return {
    pointer: `/items/${n}`,
    detail: text(
      `يتداخل هذا البند مع البند ‎/items/${earlier}‎ على الوحدة نفسها أو المقعد نفسه، بما في ذلك وقت التجهيز؛ اختر وقتًا آخر أو وحدة أخرى أو مقعدًا آخر.`,
      `This item overlaps /items/${earlier} on the same unit or seat, preparation time included; choose another time, unit or seat.`,
    ),
  };
}

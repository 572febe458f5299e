import type { Money } from "../../base/money.ts";
import { assertOnce } from "../../business/assert-once.ts";
import { remove, type EditKey, type Key } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import { changeOffering, createOffering, type OfferingInput } from "../edit-offering.ts";
import { rentals, type Rental } from "./rentals.ts";

export type RentalInput = OfferingInput & {
  stepMinutes?: number;
  /** The lengths it is rented for; default one hour. */
  durationsMinutes?: readonly number[];
  pricePerHour: Money;
};

/** @throws Problem invalid-request: another's location, another currency, contradicting terms */
export async function createRental(tx: Tx, key: Key, input: RentalInput): Promise<Rental> {
  assertDurations(input.durationsMinutes);
  return createOffering(tx, { editable: rentals, kind: "rental" }, key, input, {
    prices: { "/pricePerHour": input.pricePerHour },
    insertTrade: () =>
      tx
        .insertInto("rentals")
        .values({
          business_id: key.businessId,
          id: key.id,
          ...columnsOf(input),
          price_hour_minor: input.pricePerHour.amount,
        })
        .execute(),
  });
}

/** @throws Problem not-found, precondition-failed, and what making one throws */
export async function changeRental(
  tx: Tx,
  key: EditKey,
  change: Partial<RentalInput>,
): Promise<Rental> {
  assertDurations(change.durationsMinutes);
  return changeOffering(tx, rentals, key, change, {
    prices: { "/pricePerHour": change.pricePerHour },
    changeTrade: (before) =>
      tx
        .updateTable("rentals")
        .set({ ...columnsOf(change), step_minutes: change.stepMinutes ?? before.stepMinutes })
        .where("business_id", "=", key.businessId)
        .where("id", "=", key.id)
        .execute(),
  });
}

/** @throws Problem not-found, precondition-failed, conflict when it has units or was ever booked */
export async function removeRental(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, rentals, key);
}

function columnsOf(input: Partial<RentalInput>) {
  return {
    step_minutes: input.stepMinutes,
    durations_minutes: input.durationsMinutes?.toSorted((a, b) => a - b),
    price_hour_minor: input.pricePerHour?.amount,
  };
}

function assertDurations(minutes: readonly number[] | undefined): void {
  assertOnce(minutes ?? [], String, (index) => `/durationsMinutes/${index}`);
}

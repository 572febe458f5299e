import type { Money } from "../../base/money.ts";
import { assertOnce } from "../../business/assert-once.ts";
import { remove, type EditKey, type Key } from "../../business/editable.ts";
import { allOf } from "../../business/sold-scope.ts";
import type { Tx } from "../../db/connection.ts";
import { changeOffering, createOffering, type OfferingInput } from "../edit-offering.ts";
import { rentals, type Rental } from "./rentals.ts";

export type RentalInput = OfferingInput & {
  stepMinutes?: number;
  /** The durations it is rented for; default one hour. */
  durationsMinutes?: readonly number[];
  pricePerHour: Money;
};

const trade = { editable: rentals, kind: "rental", table: "rentals" } as const;

/** @throws Problem invalid-request: a location of another business, another currency, contradicting terms */
export async function createRental(tx: Tx, key: Key, input: RentalInput): Promise<Rental> {
  assertDurations(input.durationsMinutes);
  return createOffering(tx, trade, key, input, {
    prices: { "/pricePerHour": input.pricePerHour },
    columns: { ...columnsOf(input), price_hour_minor: input.pricePerHour.amount },
  });
}

/**
 * A rental that changes location may have upcoming bookings. Steps, durations and prices apply to later sales only.
 *
 * @throws Problem not-found, precondition-failed, conflict listing bookings, and as createRental
 */
export async function changeRental(
  tx: Tx,
  key: EditKey,
  change: Partial<RentalInput>,
): Promise<Rental> {
  assertDurations(change.durationsMinutes);
  const parts = {
    prices: { "/pricePerHour": change.pricePerHour },
    columns: columnsOf(change),
  };
  return changeOffering(tx, trade, key, change, parts, async (before) =>
    (change.locationId ?? before.locationId) === before.locationId
      ? undefined
      : { ...(await allOf(tx, key.businessId)), offeringId: key.id },
  );
}

/** @throws Problem not-found, precondition-failed, conflict when it has units or was ever booked */
export async function removeRental(tx: Tx, key: EditKey): Promise<void> {
  const sold = { ...(await allOf(tx, key.businessId)), offeringId: key.id };
  await remove(tx, rentals, key, { sold });
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

import type { Money } from "../../base/money.ts";
import { assertOnce } from "../../business/assert-once.ts";
import { remove, type EditKey, type Key } from "../../business/editable.ts";
import { assertOwn } from "../../business/own-rows.ts";
import { allOf } from "../../business/sold-scope.ts";
import { replaceRows } from "../../business/replace-rows.ts";
import type { Tx } from "../../db/connection.ts";
import { changeOffering, createOffering, type OfferingInput } from "../edit-offering.ts";
import { services, type Service } from "./services.ts";

export type ServiceInput = OfferingInput & {
  durationMinutes: number;
  bufferBeforeMinutes?: number;
  bufferAfterMinutes?: number;
  stepMinutes?: number;
  price: Money;
  staffIds?: readonly string[];
};

const trade = { editable: services, kind: "service", table: "services" } as const;

/** @throws Problem invalid-request: location or staff of another business, another currency, contradicting terms */
export async function createService(tx: Tx, key: Key, input: ServiceInput): Promise<Service> {
  return createOffering(tx, trade, key, input, {
    prices: { "/price": input.price },
    columns: {
      ...columnsOf(input),
      duration_minutes: input.durationMinutes,
      price_minor: input.price.amount,
    },
    also: () => replaceStaff(tx, key, input.staffIds),
  });
}

/**
 * A staff member removed from the service, and a service that changes location, may have upcoming appointments.
 * Length, buffers and price apply to later sales only.
 *
 * @throws Problem not-found, precondition-failed, conflict listing appointments, and as createService
 */
export async function changeService(
  tx: Tx,
  key: EditKey,
  change: Partial<ServiceInput>,
): Promise<Service> {
  const parts = {
    prices: { "/price": change.price },
    columns: columnsOf(change),
    also: () => replaceStaff(tx, key, change.staffIds),
  };
  return changeOffering(tx, trade, key, change, parts, async (before) => {
    const { staffIds = before.staffIds, locationId = before.locationId } = change;
    const isSame =
      locationId === before.locationId && before.staffIds.every((id) => staffIds.includes(id));
    return isSame ? undefined : { ...(await allOf(tx, key.businessId)), offeringId: key.id };
  });
}

/** @throws Problem not-found, precondition-failed, conflict when it was ever booked */
export async function removeService(tx: Tx, key: EditKey): Promise<void> {
  const sold = { ...(await allOf(tx, key.businessId)), offeringId: key.id };
  await remove(tx, services, key, { sold });
}

function columnsOf(input: Partial<ServiceInput>) {
  return {
    duration_minutes: input.durationMinutes,
    buffer_before_minutes: input.bufferBeforeMinutes,
    buffer_after_minutes: input.bufferAfterMinutes,
    step_minutes: input.stepMinutes,
    price_minor: input.price?.amount,
  };
}

async function replaceStaff(tx: Tx, key: Key, staffIds?: readonly string[]): Promise<void> {
  if (staffIds === undefined) return;
  const pointerOf = (index: number) => `/staffIds/${index}`;
  assertOnce(staffIds, (id) => id.toLowerCase(), pointerOf);
  const named = staffIds.map((id, index) => ({ id, pointer: pointerOf(index) }));
  await assertOwn(tx, key.businessId, "staff", named);
  const owner = { business_id: key.businessId, service_id: key.id };
  const rows = staffIds.map((id) => ({ staff_id: id }));
  await replaceRows(tx, "service_staff", owner, rows);
}

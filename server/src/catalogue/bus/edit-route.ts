import type { Money } from "../../base/money.ts";
import { remove, type EditKey, type Key } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import { changeOffering, createOffering, type OfferingInput } from "../edit-offering.ts";
import { routeOfferings, type RouteOffering } from "./route-offerings.ts";

/** A route belongs to no one location. */
export type RouteInput = Omit<OfferingInput, "locationId"> & {
  code: string;
  /** As in GTFS; default 3, a bus. */
  routeType?: number;
  /** Of any segment without a fare of its own. */
  price: Money;
};

/** @throws Problem invalid-request: another currency, contradicting terms; conflict when the code is taken */
export async function createRoute(tx: Tx, key: Key, input: RouteInput): Promise<RouteOffering> {
  return createOffering(tx, { editable: routeOfferings, kind: "route" }, key, input, {
    prices: { "/price": input.price },
    insertTrade: () =>
      tx
        .insertInto("routes")
        .values({
          business_id: key.businessId,
          id: key.id,
          code: input.code,
          route_type: input.routeType,
          price_minor: input.price.amount,
        })
        .execute(),
  });
}

/** @throws Problem not-found, precondition-failed, and what making one throws */
export async function changeRoute(
  tx: Tx,
  key: EditKey,
  change: Partial<RouteInput>,
): Promise<RouteOffering> {
  return changeOffering(tx, routeOfferings, key, change, {
    prices: { "/price": change.price },
    changeTrade: (before) =>
      tx
        .updateTable("routes")
        .set({
          code: change.code ?? before.code,
          route_type: change.routeType,
          price_minor: change.price?.amount,
        })
        .where("business_id", "=", key.businessId)
        .where("id", "=", key.id)
        .execute(),
  });
}

/** @throws Problem not-found, precondition-failed, conflict when it has journeys or was ever booked */
export async function removeRoute(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, routeOfferings, key);
}

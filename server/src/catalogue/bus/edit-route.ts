import type { Money } from "../../base/money.ts";
import { remove, type EditKey, type Key } from "../../business/editable.ts";
import type { Tx } from "../../db/connection.ts";
import { changeOffering, createOffering, type OfferingInput } from "../edit-offering.ts";
import { routeOfferings, type RouteOffering } from "./route-offerings.ts";

/** A route belongs to no single location. */
export type RouteInput = Omit<OfferingInput, "locationId"> & {
  code: string;
  /** As in GTFS; default 3, a bus. */
  routeType?: number;
  /** The price of any segment without its own fare. */
  price: Money;
};

const trade = { editable: routeOfferings, kind: "route", table: "routes" } as const;

/** @throws Problem invalid-request: another currency, contradicting terms; conflict when the code is taken */
export async function createRoute(tx: Tx, key: Key, input: RouteInput): Promise<RouteOffering> {
  return createOffering(tx, trade, key, input, {
    prices: { "/price": input.price },
    columns: { code: input.code, route_type: input.routeType, price_minor: input.price.amount },
  });
}

/** @throws Problem not-found, precondition-failed, and as createRoute */
export async function changeRoute(
  tx: Tx,
  key: EditKey,
  change: Partial<RouteInput>,
): Promise<RouteOffering> {
  const { code, routeType, price } = change;
  return changeOffering(tx, trade, key, change, {
    prices: { "/price": price },
    columns: { code, route_type: routeType, price_minor: price?.amount },
  });
}

/** @throws Problem not-found, precondition-failed, conflict when it has journeys or was ever booked */
export async function removeRoute(tx: Tx, key: EditKey): Promise<void> {
  await remove(tx, routeOfferings, key);
}

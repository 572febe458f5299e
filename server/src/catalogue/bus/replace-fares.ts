import { newId } from "../../base/id.ts";
import { assertOnce } from "../../business/assert-once.ts";
import { editCollection, type EditKey } from "../../business/editable.ts";
import { assertOwn } from "../../business/own-rows.ts";
import { assertPrices } from "../../business/prices.ts";
import { replaceRows } from "../../business/replace-rows.ts";
import type { Tx } from "../../db/connection.ts";
import { readFares, type Fare } from "./fares.ts";
import { routeOfferings, type RouteOffering } from "./route-offerings.ts";

export type FareInput = Omit<Fare, "class"> & { class?: string | null };

/**
 * Replaces all fares of a route; where none applies, the route's own price does.
 *
 * @throws Problem invalid-request with pointers, not-found, precondition-failed
 */
export async function replaceFares(
  tx: Tx,
  key: EditKey,
  fares: readonly FareInput[],
): Promise<RouteOffering> {
  assertOnce(
    fares,
    (one) => [one.fromStopId, one.toStopId, one.class ?? ""].join(" "),
    (index) => `/fares/${index}`,
  );
  const named = fares.flatMap((one, index) => [
    { pointer: `/fares/${index}/fromStopId`, id: one.fromStopId },
    { pointer: `/fares/${index}/toStopId`, id: one.toStopId },
  ]);
  await assertOwn(tx, key.businessId, "stops", named);
  const prices = fares.map((one, index) => [`/fares/${index}/price`, one.price] as const);
  await assertPrices(tx, key.businessId, Object.fromEntries(prices));
  return editCollection(tx, routeOfferings, key, "faresReplaced", {
    show: () => readFares(tx, key),
    write: () =>
      replaceRows(
        tx,
        "fares",
        { business_id: key.businessId, route_id: key.id },
        fares.map((one) => ({
          id: newId(),
          from_stop_id: one.fromStopId,
          to_stop_id: one.toStopId,
          class: one.class ?? "",
          price_minor: one.price.amount,
        })),
      ),
  });
}

import { money, type Money } from "../../base/money.ts";
import { limitOf, type Editable, type Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";
import { chosenOffering, offeringColumns, toOffering, type Offering } from "../offerings.ts";

export type RouteOffering = Offering & {
  code: string;
  /** As in GTFS: 3 is a bus. */
  routeType: number;
  /** Of any segment without a fare of its own. */
  price: Money;
};

export const routeOfferings: Editable<RouteOffering, "offerings"> = {
  noun: "route",
  table: "offerings",
  read: readRouteOfferings,
};

async function readRouteOfferings(
  db: Db | Tx,
  businessId: string,
  which: Which,
): Promise<RouteOffering[]> {
  const rows = await db
    .selectFrom("offerings")
    .innerJoin("routes as r", (on) =>
      on.onRef("r.business_id", "=", "offerings.business_id").onRef("r.id", "=", "offerings.id"),
    )
    .innerJoin("businesses", "businesses.id", "offerings.business_id")
    .select(offeringColumns)
    .select(["businesses.currency", "r.code", "r.route_type", "r.price_minor"])
    .where(chosenOffering(businessId, which))
    .orderBy("offerings.id")
    .limit(limitOf(which))
    .execute();
  return rows.map((row) => ({
    ...toOffering(row, row.currency),
    code: row.code,
    routeType: row.route_type,
    price: money(row.price_minor, row.currency),
  }));
}

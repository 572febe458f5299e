import { money, type Money } from "../../base/money.ts";
import type { Editable, Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";
import { offeringRows, toOffering, type Offering } from "../offerings.ts";

export type RouteOffering = Offering & {
  code: string;
  /** As in GTFS: 3 is a bus. */
  routeType: number;
  /** The price of any segment without its own fare. */
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
  const rows = await offeringRows(db, businessId, which)
    .innerJoin("routes as r", (on) =>
      on.onRef("r.business_id", "=", "offerings.business_id").onRef("r.id", "=", "offerings.id"),
    )
    .select(["r.code", "r.route_type", "r.price_minor"])
    .execute();
  return rows.map((row) => ({
    ...toOffering(row),
    code: row.code,
    routeType: row.route_type,
    price: money(row.price_minor, row.currency),
  }));
}

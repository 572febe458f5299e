import { sql } from "kysely";
import { money, type Money } from "../../base/money.ts";
import type { Editable, Which } from "../../business/editable.ts";
import type { Db, Tx } from "../../db/connection.ts";
import { offeringRows, toOffering, type Offering } from "../offerings.ts";

export type Service = Offering & {
  durationMinutes: number;
  bufferBeforeMinutes: number;
  bufferAfterMinutes: number;
  /** Minutes between the start times offered. */
  stepMinutes: number;
  price: Money;
  /** The staff who can do it. */
  staffIds: string[];
};

export const services: Editable<Service, "offerings"> = {
  noun: "service",
  table: "offerings",
  read: readServices,
};

async function readServices(db: Db | Tx, businessId: string, which: Which): Promise<Service[]> {
  const rows = await offeringRows(db, businessId, which)
    .innerJoin("services as s", (on) =>
      on.onRef("s.business_id", "=", "offerings.business_id").onRef("s.id", "=", "offerings.id"),
    )
    .select([
      "s.duration_minutes",
      "s.buffer_before_minutes",
      "s.buffer_after_minutes",
      "s.step_minutes",
      "s.price_minor",
      sql<string[]>`array(
        select k.staff_id::text from service_staff k
        where k.business_id = s.business_id and k.service_id = s.id order by k.staff_id)`.as(
        "staff_ids",
      ),
    ])
    .execute();
  return rows.map((row) => ({
    ...toOffering(row),
    durationMinutes: row.duration_minutes,
    bufferBeforeMinutes: row.buffer_before_minutes,
    bufferAfterMinutes: row.buffer_after_minutes,
    stepMinutes: row.step_minutes,
    price: money(row.price_minor, row.currency),
    staffIds: row.staff_ids,
  }));
}

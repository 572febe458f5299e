import { jsonArrayFrom } from "kysely/helpers/postgres";
import { money, type Money } from "../../base/money.ts";
import type { Editable, Which } from "../../business/editable.ts";
import { toWindow, type WeekWindow } from "../../business/week-windows.ts";
import type { Db, Tx } from "../../db/connection.ts";
import { offeringRows, toOffering, type Offering } from "../offerings.ts";

/** The price of an hour in one time range of a weekday; outside it the rental's own price applies. */
export type PriceBand = WeekWindow & { pricePerHour: Money };

export type Rental = Offering & {
  stepMinutes: number;
  durationsMinutes: number[];
  pricePerHour: Money;
  prices: PriceBand[];
  rentalUnits: { id: string; label: string; active: boolean }[];
};

export const rentals: Editable<Rental, "offerings"> = {
  noun: "rental",
  table: "offerings",
  read: readRentals,
};

async function readRentals(db: Db | Tx, businessId: string, which: Which): Promise<Rental[]> {
  const rows = await offeringRows(db, businessId, which)
    .innerJoin("rentals as r", (on) =>
      on.onRef("r.business_id", "=", "offerings.business_id").onRef("r.id", "=", "offerings.id"),
    )
    .select(["r.step_minutes", "r.durations_minutes", "r.price_hour_minor"])
    .select((from) => [
      jsonArrayFrom(
        from
          .selectFrom("rental_prices as p")
          .select(["p.weekday", "p.starts_minute", "p.ends_minute", "p.price_hour_minor"])
          .whereRef("p.business_id", "=", "offerings.business_id")
          .whereRef("p.rental_id", "=", "offerings.id")
          .orderBy("p.weekday")
          .orderBy("p.starts_minute"),
      ).as("prices"),
      jsonArrayFrom(
        from
          .selectFrom("rental_units as u")
          .select(["u.id", "u.label", "u.active"])
          .whereRef("u.business_id", "=", "offerings.business_id")
          .whereRef("u.rental_id", "=", "offerings.id")
          .orderBy("u.label"),
      ).as("rentalUnits"),
    ])
    .execute();
  return rows.map((row) => ({
    ...toOffering(row),
    stepMinutes: row.step_minutes,
    durationsMinutes: row.durations_minutes,
    pricePerHour: money(row.price_hour_minor, row.currency),
    prices: row.prices.map((one) => ({
      ...toWindow(one),
      pricePerHour: money(one.price_hour_minor, row.currency),
    })),
    rentalUnits: row.rentalUnits,
  }));
}

import { createRental } from "../catalogue/venue/edit-rental.ts";
import { createRentalUnit } from "../catalogue/venue/edit-rental-unit.ts";
import { replacePrices } from "../catalogue/venue/replace-prices.ts";
import type { Tx } from "../db/connection.ts";
import type { DemoVenue } from "./demo-venue.ts";
import type { Scene } from "./scene.ts";

/** Creates rentals with their units and prices. */
export async function loadVenue(
  tx: Tx,
  { businessId, ids }: Scene,
  venue: DemoVenue,
): Promise<void> {
  for (const { key: name, place, units, prices, ...rental } of venue.rentals) {
    const key = { businessId, id: ids(`rental/${name}`) };
    await createRental(tx, key, { ...rental, locationId: ids(`place/${place}`) });
    for (const label of units) {
      const unitKey = { businessId, id: ids(`unit/${name}/${label}`) };
      await createRentalUnit(tx, unitKey, { rentalId: key.id, label });
    }
    if (prices) await replacePrices(tx, key, prices);
  }
}

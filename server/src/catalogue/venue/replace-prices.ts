import { newId } from "../../base/id.ts";
import { invalid } from "../../base/problem.ts";
import { text } from "../../base/text.ts";
import { edit, type EditKey } from "../../business/editable.ts";
import { assertPrices } from "../../business/prices.ts";
import { replaceRows } from "../../business/replace-rows.ts";
import { assertApart, toMinutes } from "../../business/week-windows.ts";
import type { Tx } from "../../db/connection.ts";
import { rentals, type PriceBand, type Rental } from "./rentals.ts";

const MIDNIGHT = 1440;

/**
 * Replaces all price bands of a rental; a minute has at most one, and none passes midnight.
 *
 * @throws Problem invalid-request with pointers, not-found, precondition-failed
 */
export async function replacePrices(
  tx: Tx,
  key: EditKey,
  prices: readonly PriceBand[],
): Promise<Rental> {
  const bands = prices.map((one) => ({
    ...toMinutes(one),
    price_hour_minor: one.pricePerHour.amount,
  }));
  const late = bands.flatMap((one, index) =>
    one.ends_minute > MIDNIGHT ? [{ pointer: `/prices/${index}/end`, detail: pastMidnight }] : [],
  );
  if (late.length > 0) throw invalid(late);
  assertApart(bands, "/prices");
  const pointed = prices.map(
    (one, index) => [`/prices/${index}/pricePerHour`, one.pricePerHour] as const,
  );
  await assertPrices(tx, key.businessId, Object.fromEntries(pointed));
  return edit(tx, rentals, key, "pricesReplaced", async () => {
    const owner = { business_id: key.businessId, rental_id: key.id };
    const rows = bands.map((one) => ({ ...one, id: newId() }));
    await replaceRows(tx, "rental_prices", owner, rows);
  });
}

const pastMidnight = text(
  "أنهِ الفترة عند 24:00 وأضف فترة أخرى لليوم التالي.",
  "End it at 24:00 and add another band for the next day.",
);

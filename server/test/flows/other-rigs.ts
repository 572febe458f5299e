import { newId } from "../../src/base/id.ts";
import type { Db } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import type { Venue } from "../harness/businesses.ts";
import { platform } from "../harness/people.ts";

/** Adds a dearer rental with its own terms to the venue; returns its id. */
export async function makeOtherRigs(
  db: Db,
  { businessId, locationId }: Venue,
  terms: {
    payment_terms?: "venue" | "full";
    acceptance?: "auto" | "manual";
    accept_within_minutes?: number;
    check_in_opens_minutes?: number;
  },
): Promise<string> {
  const [rentalId, unitId] = [newId(), newId()];
  const of = { business_id: businessId };
  await inTransaction(db, platform, async (tx) => {
    await tx
      .insertInto("offerings")
      .values({
        ...of,
        id: rentalId,
        kind: "rental",
        location_id: locationId,
        name_ar: "سباق",
        name_en: "Race",
        ...terms,
      })
      .execute();
    await tx
      .insertInto("rentals")
      .values({ ...of, id: rentalId, price_hour_minor: 90_000 })
      .execute();
    await tx
      .insertInto("units")
      .values({ ...of, id: unitId, kind: "rental" })
      .execute();
    await tx
      .insertInto("rental_units")
      .values({ ...of, id: unitId, rental_id: rentalId, label: "Formula" })
      .execute();
  });
  return rentalId;
}

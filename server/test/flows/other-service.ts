import { newId } from "../../src/base/id.ts";
import type { Db } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import type { Salon } from "../harness/businesses.ts";
import { platform } from "../harness/people.ts";

/** Adds a 30-minute service by the same staff, at 150.00 and with its own terms; returns its id. */
export async function makeOtherService(
  db: Db,
  { businessId, locationId, staffIds }: Salon,
  terms: { payment_terms?: "venue" | "deposit" | "full"; acceptance?: "auto" | "manual" } = {},
): Promise<string> {
  const serviceId = newId();
  const of = { business_id: businessId };
  await inTransaction(db, platform, async (tx) => {
    await tx
      .insertInto("offerings")
      .values({
        ...of,
        id: serviceId,
        kind: "service",
        location_id: locationId,
        name_ar: "صبغة",
        name_en: "Colouring",
        horizon_days: 365,
        ...terms,
      })
      .execute();
    await tx
      .insertInto("services")
      .values({
        ...of,
        id: serviceId,
        duration_minutes: 30,
        step_minutes: 30,
        price_minor: 15_000,
      })
      .execute();
    await tx
      .insertInto("service_staff")
      .values(staffIds.map((staff_id) => ({ ...of, service_id: serviceId, staff_id })))
      .execute();
  });
  return serviceId;
}

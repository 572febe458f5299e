import { sql } from "kysely";
import { newId } from "../../src/base/id.ts";
import type { Db, Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { platform } from "./people.ts";

type Kind = "salon" | "venue" | "bus" | "hotel";

/** Terms of an offering. Defaults: paid at the venue, accepted automatically, bookable up to a year ahead. */
interface Terms {
  payment_terms?: "venue" | "deposit" | "full";
  acceptance?: "auto" | "manual";
  hold_minutes?: number;
  accept_within_minutes?: number;
  check_in_opens_minutes?: number;
  lead_minutes?: number;
  horizon_days?: number;
  free_cancel_hours?: number;
  cancel_fee_percent?: number;
}

export interface MadeBusiness {
  businessId: string;
  locationId: string;
}

/** Makes an approved business with one location that is open around the clock. */
export async function makeBusiness(
  tx: Tx,
  kind: Kind,
  options: { timezone?: string; approved?: boolean } = {},
): Promise<MadeBusiness> {
  const businessId = newId();
  const locationId = newId();
  const business = {
    id: businessId,
    slug: `${kind}-${businessId.replaceAll("-", "")}`,
    kind,
    nameAr: `منشأة ${kind}`,
    nameEn: `The ${kind}`,
    cityAr: "الرياض",
    cityEn: "Riyadh",
  };
  await sql`select create_business(${JSON.stringify(business)}::jsonb, null)`.execute(tx);
  if (options.approved ?? true) {
    for (const status of ["submitted", "approved"]) {
      await sql`select move_business(${businessId}, ${status}, null, null)`.execute(tx);
    }
  }
  await tx
    .insertInto("locations")
    .values({
      business_id: businessId,
      id: locationId,
      name_ar: "الفرع",
      name_en: "Branch",
      city_ar: "الرياض",
      city_en: "Riyadh",
      timezone: options.timezone ?? "Asia/Riyadh",
    })
    .execute();
  return { businessId, locationId };
}

async function makeOffering(
  tx: Tx,
  { businessId, locationId }: MadeBusiness,
  kind: "service" | "rental" | "route" | "roomType",
  terms: Terms,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto("offerings")
    .values({
      business_id: businessId,
      id,
      kind,
      location_id: locationId,
      name_ar: "عرض",
      name_en: `A ${kind}`,
      horizon_days: 365,
      deposit_percent: terms.payment_terms === "deposit" ? 30 : 0,
      ...terms,
    })
    .execute();
  return id;
}

async function makeUnit(tx: Tx, businessId: string, kind: "staff" | "rental" | "trip") {
  const id = newId();
  await tx.insertInto("units").values({ business_id: businessId, id, kind }).execute();
  return id;
}

export interface Salon extends MadeBusiness {
  serviceId: string;
  staffIds: string[];
}

/** Makes a salon with one 30-minute service in steps of 30, whose `staff` work whenever it is open. */
export async function makeSalon(
  db: Db,
  options: {
    staff?: number;
    durationMinutes?: number;
    timezone?: string;
    approved?: boolean;
    terms?: Terms;
  } = {},
): Promise<Salon> {
  return inTransaction(db, platform, async (tx) => {
    const business = await makeBusiness(tx, "salon", options);
    const { businessId } = business;
    const serviceId = await makeOffering(tx, business, "service", options.terms ?? {});
    await tx
      .insertInto("services")
      .values({
        business_id: businessId,
        id: serviceId,
        duration_minutes: options.durationMinutes ?? 30,
        step_minutes: 30,
        price_minor: 10_000,
      })
      .execute();
    const staffIds: string[] = [];
    for (let n = 1; n <= (options.staff ?? 1); n += 1) {
      const id = await makeUnit(tx, businessId, "staff");
      const { locationId } = business;
      const named = { name_ar: `موظف ${n}`, name_en: `Staff ${n}` };
      await tx
        .insertInto("staff")
        .values({ business_id: businessId, id, location_id: locationId, ...named })
        .execute();
      await tx
        .insertInto("service_staff")
        .values({ business_id: businessId, service_id: serviceId, staff_id: id })
        .execute();
      staffIds.push(id);
    }
    return { ...business, serviceId, staffIds };
  });
}

export interface Venue extends MadeBusiness {
  rentalId: string;
  unitIds: string[];
}

/** Makes a venue that rents `units` (by default six) rigs by the hour, in steps of 30 minutes. */
export async function makeVenue(
  db: Db,
  options: { units?: number; timezone?: string; terms?: Terms } = {},
): Promise<Venue> {
  return inTransaction(db, platform, async (tx) => {
    const business = await makeBusiness(tx, "venue", options);
    const { businessId } = business;
    const rentalId = await makeOffering(tx, business, "rental", options.terms ?? {});
    await tx
      .insertInto("rentals")
      .values({
        business_id: businessId,
        id: rentalId,
        step_minutes: 30,
        durations_minutes: [60, 120],
        price_hour_minor: 5_000,
      })
      .execute();
    const unitIds: string[] = [];
    for (let n = 1; n <= (options.units ?? 6); n += 1) {
      const id = await makeUnit(tx, businessId, "rental");
      await tx
        .insertInto("rental_units")
        .values({ business_id: businessId, id, rental_id: rentalId, label: `Rig ${n}` })
        .execute();
      unitIds.push(id);
    }
    return { ...business, rentalId, unitIds };
  });
}

export interface Hotel extends MadeBusiness {
  roomTypeId: string;
}

/** Makes a hotel with one room type for two guests, with `rooms` rooms at 300.00 a night. */
export async function makeHotel(
  db: Db,
  options: { rooms?: number; timezone?: string; terms?: Terms } = {},
): Promise<Hotel> {
  return inTransaction(db, platform, async (tx) => {
    const business = await makeBusiness(tx, "hotel", options);
    const roomTypeId = await makeOffering(tx, business, "roomType", options.terms ?? {});
    await tx
      .insertInto("room_types")
      .values({
        business_id: business.businessId,
        id: roomTypeId,
        rooms: options.rooms ?? 1,
        occupancy: 2,
        price_minor: 30_000,
      })
      .execute();
    return { ...business, roomTypeId };
  });
}

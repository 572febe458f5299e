import { sql } from "kysely";
import { newId } from "../../src/base/id.ts";
import type { Tx } from "../../src/db/connection.ts";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import { platform } from "../harness/people.ts";
import type { TestDatabase } from "../harness/test-database.ts";
import { haircut, rig } from "../flows/wants.ts";

/** The salon's services: paid in full, by deposit, or in full before manual acceptance. */
export const services = ["cut", "colour", "shave"] as const;
export type Service = (typeof services)[number];

export const STAFF = 2;
const RIGS = 1;
/** Start times in hours after the world begins, near enough for a run to reach some of them. */
const SLOT_HOURS = [2, 2.5, 26] as const;
export const SLOTS = SLOT_HOURS.length;

/** The same for every offering; only the payment terms differ. */
export const policy = { freeCancelHours: 2, cancelFeePercent: 50, noShowFeePercent: 80 };
const FEE_BASIS_POINTS = 250;

export interface Shops {
  salon: Salon & { services: Record<Service, string> };
  venue: Venue;
}

/** What a customer wants in one order: a service of the salon, a rig of the venue, or both. */
export interface Wish {
  service: Service | undefined;
  staff: number | "any";
  slot: number;
  isRig: boolean;
  /** The length of the rig's rental. */
  hours: 1 | 2;
}

export async function openShops({ db, owner }: Pick<TestDatabase, "db" | "owner">): Promise<Shops> {
  const salon = await makeSalon(db, { staff: STAFF });
  const venue = await makeVenue(db, { units: RIGS });
  await sql`update businesses set fee_basis_points = ${FEE_BASIS_POINTS} where id = ${salon.businessId}`.execute(
    owner,
  );
  return inTransaction(db, platform, async (tx) => {
    const colour = await addService(tx, salon, 20_000);
    const shave = await addService(tx, salon, 8_000);
    await setTerms(tx, salon.businessId, salon.serviceId, { payment_terms: "full" });
    const part = { payment_terms: "deposit", deposit_percent: 30 } as const;
    await setTerms(tx, salon.businessId, colour, part);
    await setTerms(tx, salon.businessId, shave, { payment_terms: "full", acceptance: "manual" });
    await setTerms(tx, venue.businessId, venue.rentalId, { payment_terms: "full" });
    return { salon: { ...salon, services: { cut: salon.serviceId, colour, shave } }, venue };
  });
}

/** Adds a half-hour service by the same staff. */
async function addService(tx: Tx, salon: Salon, priceMinor: number): Promise<string> {
  const { businessId: business_id, locationId: location_id, staffIds } = salon;
  const id = newId();
  const named = { name_ar: "خدمة", name_en: "Service" };
  await tx
    .insertInto("offerings")
    .values({ business_id, id, kind: "service", location_id, horizon_days: 365, ...named })
    .execute();
  const times = { duration_minutes: 30, step_minutes: 30 };
  await tx
    .insertInto("services")
    .values({ business_id, id, price_minor: priceMinor, ...times })
    .execute();
  await tx
    .insertInto("service_staff")
    .values(staffIds.map((staff_id) => ({ business_id, service_id: id, staff_id })))
    .execute();
  return id;
}

interface Terms {
  payment_terms: "full" | "deposit";
  deposit_percent?: number;
  acceptance?: "manual";
}

async function setTerms(tx: Tx, business: string, offering: string, terms: Terms): Promise<void> {
  await tx
    .updateTable("offerings")
    .set({
      ...terms,
      hold_minutes: 10,
      free_cancel_hours: policy.freeCancelHours,
      cancel_fee_percent: policy.cancelFeePercent,
      no_show_fee_percent: policy.noShowFeePercent,
    })
    .where("business_id", "=", business)
    .where("id", "=", offering)
    .execute();
}

/** Returns the start of a slot. @param since when this world began, epoch milliseconds */
export function slotStart(since: number, slot: number): string {
  return new Date(since + SLOT_HOURS[slot]! * 3_600_000).toISOString();
}

/** Returns the wish as items of a request. @param since when this world began, epoch milliseconds */
export function itemsOf({ salon, venue }: Shops, wish: Wish, since: number) {
  const start = slotStart(since, wish.slot);
  const { service, staff, hours } = wish;
  const staffId = staff === "any" ? undefined : salon.staffIds[staff];
  const chosen = service && { ...salon, serviceId: salon.services[service] };
  return [
    ...(chosen ? [haircut(chosen, start, { staffId })] : []),
    ...(wish.isRig || !chosen ? [rig(venue, start, { hours })] : []),
  ];
}

export function wishText({ service, staff, slot, isRig, hours }: Wish): string {
  const first = service && `a ${service} by ${staff}`;
  const second = isRig || !service ? `a rig for ${hours} h` : undefined;
  return `${[first, second].filter(Boolean).join(" and ")} at ${slot}`;
}

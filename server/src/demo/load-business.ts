import { instantText } from "../base/time.ts";
import { createBusiness } from "../business/create-business.ts";
import { createLocation } from "../business/edit-location.ts";
import { addMember } from "../business/edit-members.ts";
import { moveBusiness } from "../business/move-business.ts";
import { replaceHolidays } from "../business/replace-holidays.ts";
import { replaceHours } from "../business/replace-hours.ts";
import { replaceTaxSettings } from "../invoice/replace-tax-settings.ts";
import { USUAL_RATE_BASIS_POINTS } from "../invoice/tax-settings.ts";
import type { Tx } from "../db/connection.ts";
import type { DemoBusiness } from "./demo-business.ts";
import { ZONE } from "./demo-day.ts";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";
import { setScene } from "./set-scene.ts";

/**
 * Creates a business with its people and locations, lets `loadTrade` add its offerings, and takes it through approval
 * as far as its file says, each step at its own time.
 */
export async function loadBusiness(
  tx: Tx,
  scene: Scene,
  business: DemoBusiness,
  { people, adminId }: { people: ReadonlyMap<string, Person>; adminId: string },
  loadTrade: () => Promise<void>,
): Promise<void> {
  const id = scene.businessId;
  const { ownerId } = scene;
  const acting = { scope: "platform", actor: "system:demo" } as const;
  await setScene(tx, { ...acting, userId: ownerId, now: instantText(scene.openedAt) });
  const { kind, name, description, city, slug } = business;
  await createBusiness(tx, { id, ownerId }, { kind, name, description, city, slug });
  for (const { phone, role, name: called } of business.members.slice(1)) {
    await addMember(tx, { businessId: id, userId: people.get(phone)!.id }, { role, name: called });
  }
  await registerForVat(tx, id, business);
  await loadPlaces(tx, scene, business);
  await loadTrade();
  if (business.standing === "draft") return;
  await moveBusiness(tx, { id }, "submission");
  if (business.standing === "submitted") return;
  await setScene(tx, { ...acting, userId: adminId, now: instantText(scene.approvedAt) });
  await moveBusiness(tx, { id }, "approval");
}

async function registerForVat(tx: Tx, businessId: string, business: DemoBusiness): Promise<void> {
  const { name, places, vatNumber } = business;
  if (vatNumber === undefined) return;
  const address = places[0]!.address;
  const settings = {
    sellerName: name,
    vatNumber,
    rateBasisPoints: USUAL_RATE_BASIS_POINTS,
    address,
  };
  await replaceTaxSettings(tx, { businessId, version: 0 }, settings);
}

async function loadPlaces(tx: Tx, { day, businessId, ids }: Scene, { places }: DemoBusiness) {
  for (const { key: name, hours, closed, ...place } of places) {
    const key = { businessId, id: ids(`place/${name}`) };
    await createLocation(tx, key, { ...place, timezone: ZONE });
    if (hours) await replaceHours(tx, key, hours);
    if (!closed) continue;
    const holidays = closed.map((one) => ({ date: day.date(one.inDays), name: one.name }));
    await replaceHolidays(tx, key, holidays);
  }
}

import { instantText } from "../base/time.ts";
import { createService } from "../catalogue/salon/edit-service.ts";
import { createStaff } from "../catalogue/salon/edit-staff.ts";
import { addStaffException } from "../catalogue/salon/edit-staff-exceptions.ts";
import { replaceBreaks, replaceWindows } from "../catalogue/salon/replace-week.ts";
import type { Tx } from "../db/connection.ts";
import type { DemoSalon, DemoStaff } from "./demo-salon.ts";
import type { Person } from "./people.ts";
import type { Scene } from "./scene.ts";

/** Creates staff with their weekly hours, and their services. */
export async function loadSalon(
  tx: Tx,
  scene: Scene,
  salon: DemoSalon,
  people: ReadonlyMap<string, Person>,
): Promise<void> {
  const { businessId, ids } = scene;
  for (const one of salon.staff) await loadStaff(tx, scene, one, people);
  for (const { key, place, staff, ...service } of salon.services) {
    await createService(
      tx,
      { businessId, id: ids(`service/${key}`) },
      {
        ...service,
        locationId: ids(`place/${place}`),
        staffIds: staff.map((name) => ids(`staff/${name}`)),
      },
    );
  }
}

async function loadStaff(
  tx: Tx,
  { day, businessId, ids }: Scene,
  one: DemoStaff,
  people: ReadonlyMap<string, Person>,
): Promise<void> {
  const key = { businessId, id: ids(`staff/${one.key}`) };
  const userId = one.phone && people.get(one.phone)!.id;
  await createStaff(tx, key, { locationId: ids(`place/${one.place}`), name: one.name, userId });
  if (one.windows.length > 0) await replaceWindows(tx, key, one.windows);
  if (one.breaks) await replaceBreaks(tx, key, one.breaks);
  for (const { inDays, days, reason } of one.away ?? []) {
    await addStaffException(tx, key, ids(`away/${one.key}/${inDays}`), {
      kind: "off",
      start: instantText(day.at(inDays, 0)),
      end: instantText(day.at(inDays + days, 0)),
      reason,
    });
  }
}

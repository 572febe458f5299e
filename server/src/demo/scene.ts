import { openChance, type Chance } from "./chance.ts";
import type { DemoBusiness } from "./demo-business.ts";
import { demoId, openIds, type DemoIds } from "./demo-ids.ts";
import type { DemoDay } from "./demo-day.ts";

/** One business in its place in time: what its catalogue and its bookings are made with. */
export interface Scene {
  day: DemoDay;
  businessId: string;
  ownerId: string;
  /** Of everything in it, by name: "staff/maria". */
  ids: DemoIds;
  /** Dice of its own for each purpose, so that one business never changes what happens in another. */
  dice(purpose: string): Chance;
  /** When it signed up, and when it was approved; epoch milliseconds. */
  openedAt: number;
  approvedAt: number;
}

/** When the first one signed up; the ones still waiting for approval are new. */
const FIRST_DAY = -75;
const FIRST_NEW_DAY = -12;
const NINE_O_CLOCK = 540;

/** @param place in the list of businesses: one signs up every day */
export function openScene(
  day: DemoDay,
  { slug, standing }: DemoBusiness,
  { place, ownerId }: { place: number; ownerId: string },
): Scene {
  const opened = place + (standing ? FIRST_NEW_DAY : FIRST_DAY);
  const openedAt = day.at(opened, NINE_O_CLOCK);
  return {
    day,
    businessId: demoId(slug, openedAt),
    ownerId,
    ids: openIds(slug, openedAt),
    dice: (purpose) => openChance(`${slug}/${purpose}`),
    openedAt,
    approvedAt: day.at(opened + 2, NINE_O_CLOCK + 95),
  };
}

import { openChance, type Chance } from "./chance.ts";
import type { DemoBusiness } from "./demo-business.ts";
import { demoId, openIds, type DemoIds } from "./demo-ids.ts";
import type { DemoDay } from "./demo-day.ts";

/** One business on the demo's timeline: what its catalogue and its bookings are made with. */
export interface Scene {
  day: DemoDay;
  businessId: string;
  ownerId: string;
  /** Ids of everything in it, by name: "staff/maria". */
  ids: DemoIds;
  /** Random numbers of its own for each purpose, so that one business never changes another. */
  dice(purpose: string): Chance;
  /** When it registered, and when it was approved; epoch milliseconds. */
  openedAt: number;
  approvedAt: number;
}

/** The day the first one registered, counted from today; those still waiting for approval are new. */
const FIRST_DAY = -75;
const FIRST_NEW_DAY = -12;
const NINE_O_CLOCK = 540;

/** Builds the scene. @param place in the list of businesses: one registers every day */
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

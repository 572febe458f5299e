import type { Tally } from "./drive-events.ts";
import type { NightModel } from "./night-model.ts";
import type { NightTaken } from "./nights-in-database.ts";

export type Check = { name: string; failures: number; note: string };

/** Findings in the database before, during and after the replay. */
export interface Found {
  nights: readonly NightTaken[];
  uncounted: number;
  before: ReadonlyMap<string, number>;
  after: ReadonlyMap<string, number>;
  looks: number;
  overWhileRunning: number;
}

/** Returns everything that must hold after a replay: a count of failures for each, which must be 0. */
export function replayChecks(model: NightModel, tally: Tally, found: Found): Check[] {
  const { nights } = found;
  const truth = new Map(nights.map((one) => [`${one.poolId}|${one.night}`, one.taken]));
  const rise = (status: string) => (found.after.get(status) ?? 0) - (found.before.get(status) ?? 0);
  const total = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((sum, one) => sum + one, 0);
  const unknown = [...tally.unexpected.values()].reduce((sum, one) => sum + one, 0);
  const made = total(found.after) - total(found.before);
  const fullest = nights.reduce((most, one) => Math.max(most, one.taken), 0);
  return [
    {
      name: "no night over capacity, by the claims",
      failures: nights.filter((one) => one.taken > one.rooms).length,
      note: `${nights.length} nights, fullest ${fullest}`,
    },
    {
      name: "no night over capacity at any moment, by the answers",
      failures: model.over.size,
      note: `fullest ${model.peak}`,
    },
    {
      name: "no night over capacity while it ran, by the claims",
      failures: found.overWhileRunning,
      note: `looked ${found.looks} times`,
    },
    {
      name: "buckets count what is claimed",
      failures:
        nights.filter((one) => one.counted !== one.taken || one.capacity !== one.rooms).length +
        found.uncounted,
      note: `${nights.length} buckets`,
    },
    {
      name: "the database agrees with the answers, night by night",
      failures: model.disagreements(truth).length,
      note: `${truth.size} nights`,
    },
    {
      name: "every accepted booking is there, and no other",
      failures: Math.abs(made - tally.accepted) > unknown ? Math.abs(made - tally.accepted) : 0,
      note: `${made} more bookings`,
    },
    {
      name: "every cancellation is there, and no other",
      failures:
        Math.abs(rise("cancelled") - tally.cancelled) > unknown
          ? Math.abs(rise("cancelled") - tally.cancelled)
          : 0,
      note: `${rise("cancelled")} more cancelled`,
    },
    {
      name: "nobody was refused a room that was surely free",
      failures: model.unfounded,
      note: `${tally.conflicts} refusals`,
    },
    { name: "no unexpected answer", failures: unknown, note: "" },
  ];
}

import { WHOLE, type WorldSize } from "./world.ts";

export const parts = [
  "reservations",
  "race",
  "orders",
  "anyStaff",
  "reads",
  "outbox",
  "peer",
] as const;
export type Part = (typeof parts)[number];

/** How much is measured. */
export interface Plan {
  /** The numbers of bookings, smallest first; reservations are made on the largest. */
  sizes: readonly number[];
  rounds: number;
  /** Scales the number of requests of a round. */
  size: number;
  world: WorldSize;
  /** The clients who want one slot. */
  racers: number;
  parts: readonly Part[];
}

const whole: Plan = {
  sizes: [10_000, 100_000, 1_000_000],
  rounds: 7,
  size: 1,
  world: WHOLE,
  racers: 1_000,
  parts,
};

/** The plan of a whole run, of a quick one, or of one part alone. */
export function planOf({ quick, only }: { quick: boolean; only: Part | undefined }): Plan {
  const plan = quick ? { ...whole, sizes: [10_000, 100_000], rounds: 3, size: 0.4 } : whole;
  return only ? { ...plan, parts: [only] } : plan;
}

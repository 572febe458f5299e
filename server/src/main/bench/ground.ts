import { FreeSlots } from "./free-slots.ts";
import type { ServerProcess } from "./server-process.ts";
import type { World } from "./world.ts";

/** A database with its bookings, and the server on it. */
export interface Ground {
  url: string;
  world: World;
  bookings: number;
  server: ServerProcess;
  /** What is still free in the two salons. */
  slots: FreeSlots;
  otherSlots: FreeSlots;
}

/** How many database connections the server has, and the yardsticks. */
export const CONNECTIONS = 16;

export function groundOf(parts: Pick<Ground, "url" | "world" | "bookings" | "server">): Ground {
  const { world } = parts;
  return {
    ...parts,
    slots: new FreeSlots(world, world.salon),
    otherSlots: new FreeSlots(world, world.otherSalon),
  };
}

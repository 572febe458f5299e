import type fc from "fast-check";
import { Died } from "../life.ts";
import type { Books } from "../books.ts";
import type { World } from "../world.ts";

/** One thing that somebody does or that happens to the program. */
export interface Deed {
  words: string;
  act: (books: Books, world: World) => Promise<void>;
  isPossible: (books: Books) => boolean;
}

export type Step = fc.AsyncCommand<Books, World>;

/** Every step takes some time, so that the order of steps is known. */
const MOMENT_MS = 1_000;

export function deed(
  words: string,
  act: Deed["act"],
  isPossible: Deed["isPossible"] = () => true,
): Deed {
  return { words, act, isPossible };
}

/** Runs these deeds at once. A process that dies is replaced before the next step. */
export function stepOf(...deeds: Deed[]): Step {
  return {
    check: (books) => deeds.every((one) => one.isPossible(books)),
    async run(books, world) {
      world.clock.advance(MOMENT_MS);
      const ends = await Promise.allSettled(deeds.map(async (one) => one.act(books, world)));
      for (const end of ends) {
        if (end.status === "rejected" && !isDeath(end.reason)) throw end.reason;
      }
      await world.life.startAgain(world.owner);
    },
    toString: () => deeds.map((one) => one.words).join(" | "),
  };
}

function isDeath(reason: unknown): boolean {
  return reason instanceof Died;
}

import { addDays } from "../../base/time.ts";
import { SEARCHED_DAYS, SEARCHED_STAFF } from "./bulk.ts";
import type { Ground } from "./ground.ts";
import {
  alternate,
  measureJob,
  middleRatio,
  middles,
  type Bench,
  type Figures,
} from "./measure.ts";
import type { World } from "./world.ts";
import { SEARCHED_NIGHTS } from "./world-hotels.ts";

/** One search on the largest database, and how it grew. */
export interface Read extends Figures {
  /** Processor time on the largest database ÷ that on the smallest. */
  growth: number;
  /** The same of the median and of the slowest hundredth by the clock. */
  growthP50: number;
  growthP99: number;
  /** The figures at each number of bookings. */
  sizes: ({ bookings: number } & Figures)[];
}

export const searches = ["slots", "seatMap", "trips", "stays"] as const;
export type Reads = Record<(typeof searches)[number], Read>;

/**
 * Measures one request at a time (the search, not the queue before it) on databases that differ only in the number of
 * bookings, in turn.
 */
export async function measureReads(bench: Bench, grounds: readonly Ground[]): Promise<Reads> {
  const reads: Partial<Reads> = {};
  for (const search of searches) {
    bench.say(`searching: ${search}`);
    reads[search] = await measureSearch(bench, grounds, search);
  }
  return reads as Reads;
}

async function measureSearch(
  bench: Bench,
  grounds: readonly Ground[],
  search: (typeof searches)[number],
): Promise<Read> {
  const times = Math.max(2, Math.round(200 * bench.size));
  const run = ({ world, server }: Ground, count: number) =>
    measureJob(
      bench,
      {
        kind: "http",
        origins: [server.origin],
        clients: 1,
        asks: Array.from({ length: count }, (_, n) => ({
          method: "GET",
          path: paths[search](world, n),
        })),
        expected: [200],
      },
      async () => [server.pid],
    );
  // The first ones compile what they need and fill the caches.
  for (const ground of grounds) await run(ground, Math.min(60, times));
  const results = await alternate(
    bench.rounds,
    Object.fromEntries(grounds.map((ground) => [`${ground.bookings}`, () => run(ground, times)])),
  );
  const of = (ground: Ground) => results[`${ground.bookings}`]!;
  const [smallest, largest] = [of(grounds[0]!), of(grounds.at(-1)!)];
  return {
    ...middles(largest),
    growth: middleRatio(largest, smallest, "cpuMs"),
    growthP50: middleRatio(largest, smallest, "p50Ms"),
    growthP99: middleRatio(largest, smallest, "p99Ms"),
    sizes: grounds.map((ground) => ({ bookings: ground.bookings, ...middles(of(ground)) })),
  };
}

const paths: Record<(typeof searches)[number], (world: World, n: number) => string> = {
  slots: ({ serviceId, staffIds, monday }, n) => {
    const last = addDays(monday, SEARCHED_DAYS - 1);
    const staffId = staffIds[n % Math.min(SEARCHED_STAFF, staffIds.length)];
    return `/v1/services/${serviceId}/slots?from=${monday}&to=${last}&staffId=${staffId}`;
  },
  seatMap: ({ bus }, n) => `/v1/trips/${bus.tripIds[n % bus.tripIds.length]}/seats`,
  trips: ({ bus, monday }, n) =>
    `/v1/trips?from=${bus.fromStopId}&to=${bus.toStopId}&date=${addDays(monday, n % 3)}`,
  stays: ({ monday }, n) => {
    const arrival = addDays(monday, n % (SEARCHED_NIGHTS - 3));
    return `/v1/stays?city=Makkah&checkIn=${arrival}&checkOut=${addDays(arrival, 3)}&guests=2&rooms=1`;
  },
};

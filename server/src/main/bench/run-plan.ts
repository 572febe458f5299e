import { cpus } from "node:os";
import { openCluster, type BenchCluster, type Way } from "./bench-cluster.ts";
import { fillUp } from "./bulk.ts";
import { Generator } from "./generator.ts";
import { CONNECTIONS, groundOf, type Ground } from "./ground.ts";
import type { Bench } from "./measure.ts";
import { measureOutbox, type Outbox } from "./outbox.ts";
import { measurePeer, type Peer } from "./peer.ts";
import type { Plan } from "./plan.ts";
import { peakMemory } from "./processor-time.ts";
import { measureRaces, type Race } from "./race.ts";
import { measureReads, type Reads } from "./reads.ts";
import {
  measureAnyStaff,
  measureOrders,
  measureReservations,
  type Compared,
} from "./reservations.ts";
import { startServer } from "./server-process.ts";
import { makeWorld } from "./world.ts";

/** Everything one run measured; a part that was not asked for is absent. Milliseconds. */
export interface Results {
  at: string;
  machine: { cores: number; processor: string; node: string };
  /** How the server and the yardsticks are connected to the database. */
  connection: "tcp" | "unix socket";
  sizes: readonly number[];
  rounds: number;
  /** From process start to the first answer. */
  firstAnswerMs: number;
  reservations?: Awaited<ReturnType<typeof measureReservations>>;
  race1000?: Race & { two: Race };
  orders?: Compared;
  anyStaff?: Compared;
  reads?: Reads;
  outbox?: Outbox;
  peer?: Peer;
  /** The most memory that the server had, which did all of this. */
  memoryMb: number;
}

type Say = (line: string) => void;

/** Measures on throw-away databases of a cluster, which are dropped at the end. */
export async function runPlan(adminUrl: string, plan: Plan, say: Say): Promise<Results> {
  const cluster = await openCluster(adminUrl);
  const generator = new Generator();
  const grounds: Ground[] = [];
  try {
    await makeGrounds(cluster, plan, grounds, say);
    const largest = grounds.at(-1)!;
    const way = await cluster.wayOf(largest.url);
    const yardsticksUrl = await cluster.createYardsticks(way);
    const { rounds, size } = plan;
    const bench = { cluster, generator, yardsticksUrl, say, rounds, size };
    const measured = await measureParts(bench, plan, grounds);
    const memoryMb = (await peakMemory(largest.server.pid)) / 2 ** 20;
    return { ...headOf(plan, way, largest), ...measured, memoryMb };
  } finally {
    await generator.stop();
    await Promise.all(grounds.map(({ server }) => server.stop()));
    await cluster.end();
  }
}

function headOf({ sizes, rounds }: Plan, way: Way, { server }: Ground) {
  return {
    at: Temporal.Now.instant().round("second").toString(),
    machine: {
      cores: cpus().length,
      processor: cpus()[0]?.model ?? "unknown",
      node: process.version,
    },
    connection: way === "tcp" ? ("tcp" as const) : ("unix socket" as const),
    sizes,
    rounds,
    firstAnswerMs: server.firstAnswerMs,
  };
}

/** Each size is a copy of the one before it with more bookings; only reads need more than the largest. */
async function makeGrounds(
  cluster: BenchCluster,
  plan: Plan,
  grounds: Ground[],
  say: Say,
): Promise<void> {
  const { staff, hotels } = plan.world;
  say(`creating the data: ${staff} staff, one bus line, ${hotels} hotels`);
  const sizes = plan.parts.includes("reads") ? plan.sizes : plan.sizes.slice(0, 1);
  let url = await cluster.create();
  const world = await makeWorld(url, plan.world);
  const made: { url: string; bookings: number }[] = [];
  for (const [index, bookings] of sizes.entries()) {
    if (index > 0) url = await cluster.copy(url);
    say(`filling up to ${bookings} bookings`);
    await fillUp(url, world, { from: sizes[index - 1] ?? 0, to: bookings });
    made.push({ url, bookings });
  }
  const servers = await Promise.all(made.map((one) => startServer(one.url, CONNECTIONS)));
  grounds.push(...made.map((one, index) => groundOf({ ...one, world, server: servers[index]! })));
}

async function measureParts(bench: Bench, plan: Plan, grounds: readonly Ground[]) {
  const largest = grounds.at(-1)!;
  const has = (part: Plan["parts"][number]) => plan.parts.includes(part);
  return {
    ...(has("reads") && { reads: await measureReads(bench, grounds) }),
    ...(has("reservations") && { reservations: await measureReservations(bench, largest) }),
    ...(has("race") && { race1000: await measureRaces(bench, largest, plan.racers) }),
    ...(has("orders") && { orders: await measureOrders(bench, largest) }),
    ...(has("anyStaff") && { anyStaff: await measureAnyStaff(bench, largest) }),
    ...(has("peer") && { peer: await measurePeer(bench, largest) }),
    ...(has("outbox") && { outbox: await measureOutbox(bench, largest) }),
  };
}

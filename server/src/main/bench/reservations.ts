import { placing } from "./free-slots.ts";
import type { Job } from "./generator-process.ts";
import { CONNECTIONS, type Ground } from "./ground.ts";
import {
  alternate,
  measureJob,
  middleRatio,
  middles,
  type Bench,
  type Figures,
  type Measured,
} from "./measure.ts";
import type { Ask } from "./raw-http.ts";

/** What is measured beside the two yardsticks, and how it compares with them in the same rounds. */
export interface Compared extends Figures {
  clients: number;
  /** Processor time of a bare durable INSERT as a part of that of this request. */
  shareOfFloor: number;
  /** How many times the processor time of this request the classic design takes. */
  timesClassic: number;
  floor: Figures;
  classic: Figures;
}

/** Single appointments by API key, each of its own slot: holds with their event, outbox row and stored answer. */
export async function measureReservations(
  bench: Bench,
  ground: Ground,
): Promise<Record<"at1" | "at32" | "at128", Compared>> {
  const at = (clients: number, total: number) => {
    bench.say(`reservations by ${clients} clients beside bare INSERTs and the classic design`);
    return compare(bench, ground, { clients, total, ask: () => reservation(ground) });
  };
  await warmUp(bench, ground, 600, () => reservation(ground));
  return { at1: await at(1, 150), at32: await at(32, 1200), at128: await at(128, 1600) };
}

/** Orders of three items across two businesses, by a customer who is signed in. */
export async function measureOrders(bench: Bench, ground: Ground): Promise<Compared> {
  bench.say("orders of three items across two businesses");
  const { slots, otherSlots, world } = ground;
  const ask = () =>
    placing("/v1/orders", world.customer, [slots.next(), slots.next(), otherSlots.next()]);
  await warmUp(bench, ground, 200, ask);
  return compare(bench, ground, { clients: 32, total: 500, ask });
}

/** Appointments with any of ten staff members of one service. */
export async function measureAnyStaff(bench: Bench, ground: Ground): Promise<Compared> {
  bench.say("appointments with any staff member");
  const { slots, world } = ground;
  const ask = () => placing("/v1/bookings", world.key, [slots.nextAny()]);
  await warmUp(bench, ground, 200, ask);
  return compare(bench, ground, { clients: 32, total: 800, ask });
}

/** The first requests compile what they need; then the rows are counted, as autovacuum does within a minute. */
async function warmUp(bench: Bench, ground: Ground, total: number, ask: () => Ask): Promise<void> {
  await measureJob(bench, http(ground, 32, many(bench, total, ask)));
  await bench.cluster.analyze(ground.url);
}

let nextClassic = 0;

/** Takes slots of the classic design that nobody has had; returns the first. */
export function takeClassicSlots(total: number): number {
  nextClassic += total;
  return nextClassic - total;
}

async function compare(
  bench: Bench,
  ground: Ground,
  { clients, total, ask }: { clients: number; total: number; ask: () => Ask },
): Promise<Compared> {
  const { ours, floor, classic } = await alternate<"floor" | "classic" | "ours", Measured>(
    bench.rounds,
    {
      floor: () => yardstick(bench, "floor", { clients, total: 2 * total }),
      classic: () => yardstick(bench, "classic", { clients, total }),
      ours: () => measureOurs(bench, ground, { clients, total, ask }),
    },
  );
  return {
    clients,
    ...middles(ours),
    shareOfFloor: middleRatio(floor, ours, "cpuMs"),
    timesClassic: middleRatio(classic, ours, "cpuMs"),
    floor: middles(floor),
    classic: middles(classic),
  };
}

/** One round of requests to the server. */
export async function measureOurs(
  bench: Bench,
  ground: Ground,
  { clients, total, ask }: { clients: number; total: number; ask: () => Ask },
): Promise<Measured> {
  const job = http(ground, clients, many(bench, total, ask));
  return measureJob(bench, job, async () => [ground.server.pid]);
}

/** One round of a yardstick. */
async function yardstick(
  bench: Bench,
  kind: "floor" | "classic",
  { clients, total: wanted }: { clients: number; total: number },
): Promise<Measured> {
  const total = Math.max(clients, Math.round(wanted * bench.size));
  const firstSlot = takeClassicSlots(kind === "classic" ? total : 0);
  const url = bench.yardsticksUrl;
  return measureJob(bench, { kind, url, connections: CONNECTIONS, clients, total, firstSlot });
}

/** A request for a slot of its own. */
export function reservation({ slots, world }: Ground): Ask {
  return placing("/v1/bookings", world.key, [slots.next()]);
}

function many(bench: Bench, total: number, ask: () => Ask): Ask[] {
  return Array.from({ length: Math.max(1, Math.round(total * bench.size)) }, ask);
}

function http({ server }: Ground, clients: number, asks: Ask[]): Job {
  return { kind: "http", origins: [server.origin], clients, asks, expected: [201] };
}

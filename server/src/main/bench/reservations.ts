import { randomUUID } from "node:crypto";
import { DAY_MS, epochMs, instantText, MINUTE_MS } from "../../base/time.ts";
import { generate, HttpClient, type Load } from "./load.ts";
import type { World } from "./world.ts";

/** Slots of one staff member on one day: 09:00 to 21:00 in Riyadh, by the half hour. */
const SLOTS_A_DAY = 24;

/**
 * Measures reservations over HTTP, each of its own slot: holds with their event, outbox row and stored answer.
 *
 * @param firstDay days from the world's Monday; a later call takes later days, so no slot is requested twice
 */
export async function measureReservations(
  origin: string,
  world: World,
  options: { total: number; concurrency: number; firstDay: number },
): Promise<Load> {
  const client = new HttpClient(origin, options.concurrency, world.key);
  const { staffIds } = world;
  try {
    return await generate(options.total, options.concurrency, async (n) => {
      const slot = Math.floor(n / staffIds.length);
      const day = options.firstDay + Math.floor(slot / SLOTS_A_DAY);
      const at = { staffId: staffIds[n % staffIds.length]!, start: startOf(world, day, slot) };
      const { status, text } = await reserve(client, world, at);
      if (status !== 201)
        throw new Error(`a reservation answered ${status}: ${text.slice(0, 500)}`);
      return status;
    });
  } finally {
    client.close();
  }
}

function startOf({ monday }: World, day: number, slot: number): string {
  const opening = epochMs(`${monday}T06:00:00Z`);
  return instantText(opening + day * DAY_MS + (slot % SLOTS_A_DAY) * 30 * MINUTE_MS);
}

/** Measures many clients competing for one slot. */
export async function measureRace(origin: string, world: World, clients: number): Promise<Load> {
  const client = new HttpClient(origin, clients, world.key);
  const staffId = world.staffIds[0]!;
  const start = startOf(world, 700, 0);
  try {
    return await generate(clients, clients, async () => {
      const { status } = await reserve(client, world, { staffId, start });
      return status;
    });
  } finally {
    client.close();
  }
}

function reserve(client: HttpClient, world: World, at: { staffId: string; start: string }) {
  const item = { kind: "appointment", serviceId: world.serviceId, ...at };
  const body = { items: [item], customer: { name: "Bench" } };
  return client.send("POST", "/v1/bookings", body, randomUUID());
}

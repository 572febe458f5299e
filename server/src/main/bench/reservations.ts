import { randomUUID } from "node:crypto";
import { epochMs, instantText, MINUTE_MS } from "../../base/time.ts";
import { generate, HttpClient, type Load } from "./load.ts";
import type { World } from "./world.ts";

const QUARTER = 15 * MINUTE_MS;

/**
 * Reservations over HTTP, each of a slot of its own: holds with their event, outbox row and stored answer.
 *
 * @param week counts from the world's Monday; a later call takes a later week, so that nothing is asked for twice
 */
export async function measureReservations(
  origin: string,
  world: World,
  options: { total: number; concurrency: number; week: number },
): Promise<Load> {
  const client = new HttpClient(origin, options.concurrency, world.key);
  const first = epochMs(`${world.monday}T00:00:00Z`) + (60 + 7 * options.week) * 96 * QUARTER;
  try {
    return await generate(options.total, options.concurrency, async (n) => {
      const staffId = world.staffIds[n % world.staffIds.length]!;
      const start = instantText(first + Math.floor(n / world.staffIds.length) * QUARTER);
      const { status, text } = await reserve(client, world, { staffId, start });
      if (status !== 201)
        throw new Error(`a reservation answered ${status}: ${text.slice(0, 500)}`);
      return status;
    });
  } finally {
    client.close();
  }
}

/** So many clients, one slot. */
export async function measureRace(origin: string, world: World, clients: number): Promise<Load> {
  const client = new HttpClient(origin, clients, world.key);
  const staffId = world.staffIds[0]!;
  const start = instantText(epochMs(`${world.monday}T00:00:00Z`) + 200 * 96 * QUARTER);
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

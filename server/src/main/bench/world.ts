import pg from "pg";
import { newId } from "../../base/id.ts";
import { makeKey, makeSession } from "./world-access.ts";
import { makeBus, type BusLine } from "./world-bus.ts";
import { makeHotels } from "./world-hotels.ts";
import { makeSalon, type Salon } from "./world-salon.ts";

/** How large the fixtures are. */
export interface WorldSize {
  staff: number;
  hotels: number;
}

export const WHOLE: WorldSize = { staff: 200, hotels: 1_000 };

/** The fixtures of the measurements. */
export interface World {
  salonId: string;
  serviceId: string;
  staffIds: string[];
  /** The salon itself, and one of another business with a tenth of its staff. */
  salon: Salon;
  otherSalon: Salon;
  bus: BusLine;
  /** API keys of the two salons, with bookings:write. */
  key: string;
  otherKey: string;
  /** The token of a signed-in customer. */
  customer: string;
  /** The first Monday that is entirely in the future, YYYY-MM-DD. */
  monday: string;
}

/**
 * Writes two salons, one bus line and many hotels with three room types, in bulk as the owner: the measurements cover
 * reading and reserving, not this.
 */
export async function makeWorld(url: string, size: WorldSize = WHOLE): Promise<World> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const monday = nextMonday();
  try {
    await client.query("begin");
    const salon = await makeSalon(client, "bench-salon", size.staff);
    const otherSalon = await makeSalon(client, "other-salon", Math.ceil(size.staff / 10));
    const bus = await makeBus(client, monday);
    await makeHotels(client, size.hotels);
    const [key, otherKey] = [await makeKey(client, salon.id), await makeKey(client, otherSalon.id)];
    const customer = await makeSession(client, newId());
    await client.query("commit");
    await client.query("analyze");
    const { id: salonId, serviceId, staffIds } = salon;
    const access = { key, otherKey, customer };
    return { salonId, serviceId, staffIds, salon, otherSalon, bus, ...access, monday };
  } finally {
    await client.end();
  }
}

function nextMonday(): string {
  const today = Temporal.Now.plainDateISO("UTC");
  return today.add({ days: 15 - today.dayOfWeek }).toString();
}

import { sql } from "kysely";
import { expect } from "vitest";
import type { World } from "../world.ts";

/** Counts the events of a type for each booking of the bus line. */
async function countTold({ app, shops }: World, type: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select booking_id as id, count(*)::int as count from booking_events
    where business_id = ${shops.bus.businessId} and type = ${type} group by 1`.execute(app.owner);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Returns a check that exactly these bookings got an event of the type since this call. */
export async function toldSince(
  world: World,
  type: "retimed" | "reseated",
): Promise<(ids: readonly string[]) => Promise<void>> {
  const before = await countTold(world, type);
  return async (ids) => {
    const news = [...(await countTold(world, type))].filter(
      ([id, count]) => count > (before.get(id) ?? 0),
    );
    expect(news.map(([id]) => id).toSorted(), `who is told of being ${type}`).toEqual(
      ids.toSorted(),
    );
  };
}

import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon, makeVenue } from "../harness/businesses.ts";
import { brokenChecks, openGatheredArenas, PROCESSES, uncompared, without } from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at, dayLater, raceDay } from "./days.ts";

/** Two servers have cached what a business has set up; its next edit counts for the next order at each of them. */

const { guarded, unguarded } = await openGatheredArenas("guarded", "unguarded");
await without(unguarded, uncompared);

interface Scene {
  /** The nth thing of one price to order: each is free until somebody takes it. */
  item: (n: number) => Record<string, unknown>;
  offering: string;
  /** Doubles the price. */
  edit: string;
}

const scenes: Record<string, (arena: Arena) => Promise<Scene>> = {
  async appointment({ db }) {
    const { serviceId, staffIds } = await makeSalon(db);
    return {
      item: (n) => ({
        kind: "appointment",
        serviceId,
        staffId: staffIds[0],
        start: at(`1${n}:00`),
      }),
      offering: serviceId,
      edit: "update services set price_minor = price_minor * 2 where id =",
    };
  },
  async rental({ db }) {
    const { rentalId, unitIds } = await makeVenue(db, { units: 8 });
    const hour = { start: at("18:00"), end: at("19:00") };
    return {
      item: (n) => ({ kind: "rental", rentalId, unitIds: [unitIds[n]], ...hour }),
      offering: rentalId,
      edit: "update rentals set price_hour_minor = price_hour_minor * 2 where id =",
    };
  },
  async seat({ db }) {
    const { tripId, stopIds, routeId } = await makeBusLine(db, { date: raceDay, seats: 8 });
    const stretch = { from: stopIds[0], to: stopIds[2] };
    return {
      item: (n) => ({
        kind: "seat",
        tripId,
        ...stretch,
        seats: [{ label: `${n + 1}`, passenger: "Sara" }],
      }),
      offering: routeId,
      edit: "update routes set price_minor = price_minor * 2 where id =",
    };
  },
  async stay({ db }) {
    const { roomTypeId } = await makeHotel(db, { rooms: 8 });
    const nights = { checkIn: dayLater(0), checkOut: dayLater(2) };
    return {
      item: () => ({ kind: "stay", roomTypeId, ...nights, rooms: 1, guests: 2 }),
      offering: roomTypeId,
      edit: "update room_types set price_minor = price_minor * 2 where id =",
    };
  },
};

/** Orders at each server; the total of each order, or its problem. */
async function orderAtEach(arena: Arena, { item }: Scene, first: number): Promise<unknown[]> {
  const totals: unknown[] = [];
  for (let server = 0; server < PROCESSES; server += 1) {
    const { body } = await arena
      .client(0, server)
      .post("/v1/orders", { items: [item(first + server)] });
    totals.push(body.total?.amount ?? body.type.split("/").at(-1));
  }
  return totals;
}

/** Two orders at each server, so that the second is judged on cached facts; then the edit, then one more at each. */
async function pricesAroundEdit(arena: Arena, scene: Scene): Promise<[number, unknown[]]> {
  const [price] = await orderAtEach(arena, scene, 0);
  expect(await orderAtEach(arena, scene, 2)).toEqual([price, price]);
  await sql`${sql.raw(scene.edit)} ${scene.offering}`.execute(arena.owner);
  return [price as number, await orderAtEach(arena, scene, 4)];
}

test.each(Object.keys(scenes))(
  "%s: after an edit of the price both servers sell at the new one",
  async (kind) => {
    const scene = await scenes[kind]!(guarded);
    const [price, after] = await pricesAroundEdit(guarded, scene);
    expect(after).toEqual([2 * price, 2 * price]);
  },
);

test.each(Object.keys(scenes))(
  "%s: what is taken off sale is not sold by either server",
  async (kind) => {
    const scene = await scenes[kind]!(guarded);
    await orderAtEach(guarded, scene, 0);
    await sql`update offerings set active = false where id = ${scene.offering}`.execute(
      guarded.owner,
    );
    expect(await orderAtEach(guarded, scene, 2)).toEqual(["not-available", "not-available"]);
  },
);

test("after the edits the books are clean", async () => {
  expect(await brokenChecks(guarded)).toEqual([]);
});

test.each(Object.keys(scenes))(
  "control: %s: when versions are not compared, both servers sell at the price they have cached",
  async (kind) => {
    const scene = await scenes[kind]!(unguarded);
    const [price, after] = await pricesAroundEdit(unguarded, scene);
    expect(after).toEqual([price, price]);
  },
);

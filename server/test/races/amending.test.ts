import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon } from "../harness/businesses.ts";
import { brokenChecks, CLIENTS, openArenas, race, tally, weaken, without } from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at, dayLater, raceDay } from "./days.ts";

const { guarded, careless, unguarded } = await openArenas("guarded", "careless", "unguarded");
// These amendments free the old place and ignore that the new one is taken.
for (const arena of [careless, unguarded]) {
  for (const take of ["take_claims", "take_buckets"]) {
    const guard = `perform ${take}(rest);`;
    const instead = `begin ${guard} exception when sqlstate 'HF001' then null; end;`;
    await weaken(arena, "swap_inventory", guard, instead);
  }
}
await without(unguarded, "alter table bookings disable trigger booking_owns_its_claims");

const MOVERS = 20;

/** For one kind of inventory: places 0 to 19, which the movers have, and the target that everybody wants. */
interface Scene {
  item(place: number | "target"): object;
  change(place: number | "target"): object;
  /** The place that an item has, as the API shows it. */
  placeIn(item: { start: string } & Record<string, unknown>): unknown;
}

const scenes = {
  async appointments(arena: Arena): Promise<Scene> {
    const { serviceId, staffIds } = await makeSalon(arena.db);
    const start = (place: number | "target") =>
      place === "target" ? at("10:00", 1) : at(`${String(place).padStart(2, "0")}:30`);
    return {
      item: (place) => {
        return { kind: "appointment", serviceId, staffId: staffIds[0], start: start(place) };
      },
      change: (place) => ({ start: start(place) }),
      placeIn: (item) =>
        item.start === new Date(start("target")).toISOString()
          ? "target"
          : places.find((place) => new Date(start(place)).toISOString() === item.start),
    };
  },
  async seats(arena: Arena): Promise<Scene> {
    const bus = await makeBusLine(arena.db, { date: raceDay, seats: MOVERS + 1 });
    const [from, , to] = bus.stopIds;
    const seats = (place: number | "target") => [
      { label: place === "target" ? "21" : String(place + 1), passenger: "Sara" },
    ];
    return {
      item: (place) => ({ kind: "seat", tripId: bus.tripId, from, to, seats: seats(place) }),
      change: (place) => ({ seats: seats(place) }),
      placeIn: (item) => {
        const [{ label } = { label: "" }] = item["seats"] as { label: string }[];
        return label === "21" ? "target" : Number(label) - 1;
      },
    };
  },
  async nights(arena: Arena): Promise<Scene> {
    const { roomTypeId } = await makeHotel(arena.db);
    const stay = (place: number | "target") => {
      const day = place === "target" ? MOVERS + 5 : place;
      return { checkIn: dayLater(day), checkOut: dayLater(day + 1) };
    };
    return {
      item: (place) => ({ kind: "stay", roomTypeId, rooms: 1, guests: 2, ...stay(place) }),
      change: stay,
      placeIn: (item) =>
        item["checkIn"] === stay("target").checkIn
          ? "target"
          : places.find((place) => stay(place).checkIn === item["checkIn"]),
    };
  },
};

const places = Array.from({ length: MOVERS }, (_, n) => n);

/**
 * Twenty customers with a place each want to move to the same target, which other customers want to book; other orders also
 * want each of the places that would be left.
 */
async function raceToMove(arena: Arena, open: keyof typeof scenes, gate?: { contenders: number }) {
  const scene = await scenes[open](arena);
  const book = (n: number, place: number | "target") => () =>
    arena.client(n).post("/v1/bookings", { items: [scene.item(place)] });
  const movers = await Promise.all(
    places.map(async (n) => {
      const { status, body } = await book(n, n)();
      expect(status, JSON.stringify(body)).toBe(201);
      return { id: body.id as string, item: body.items[0].id as string };
    }),
  );
  const move = (n: number) => () => {
    const change = { items: [{ id: movers[n]!.item, ...scene.change("target") }] };
    return arena.client(n).post(`/v1/bookings/${movers[n]!.id}/amendments`, change);
  };
  const others = Array.from({ length: CLIENTS - MOVERS }, (_, n) => n);
  const requests = others.flatMap((n) =>
    n < MOVERS ? [move(n), book(n, n)] : [book(n, "target")],
  );
  const answers = await race(arena, requests, gate);
  return { answers, placed: await placesOf(arena, scene, movers) };
}

/** What each mover has afterwards: the place the customer sees, and whether the booking owns exactly one. */
async function placesOf(arena: Arena, scene: Scene, movers: readonly { id: string }[]) {
  return Promise.all(
    movers.map(async ({ id }, n) => {
      const { body } = await arena.client(n).get(`/v1/bookings/${id}`);
      const { rows } = await sql<{ owned: number }>`
        select (select count(*) from claims where booking_id = ${id} and blocking)
          + (select count(*) from pool_claims where booking_id = ${id} and blocking) as owned`.execute(
        arena.owner,
      );
      return { place: scene.placeIn(body.items[0]), isOwned: rows[0]!.owned === 1 };
    }),
  );
}

// Behind the gate the first order already has the lock; without the gate the first to arrive wins.
test.for([
  { open: "appointments", how: "all at once", gate: undefined },
  { open: "appointments", how: "as they come", gate: { contenders: 0 } },
  { open: "seats", how: "as they come", gate: { contenders: 0 } },
  { open: "nights", how: "as they come", gate: { contenders: 0 } },
] as const)(
  "amendments and orders race for one place, $open, $how: one gets it and no mover loses the old place",
  async ({ open, gate }) => {
    const { answers, placed } = await raceToMove(guarded, open, gate);
    const { "409 already-taken": refused = 0, ...succeeded } = tally(answers);
    const moved = places.filter((n) => placed[n]!.place === "target");
    expect(moved.length).toBeLessThanOrEqual(1);
    expect(placed.every(({ isOwned }) => isOwned)).toBe(true);
    for (const n of places) if (!moved.includes(n)) expect(placed[n]!.place).toBe(n);
    // The target has one owner, and a place that was left at most one new owner.
    const wins = Object.values(succeeded).reduce((sum, count) => sum + count, 0);
    expect([1, 1 + moved.length]).toContain(wins);
    expect(refused).toBe(CLIENTS - wins);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test.for(["appointments", "nights"] as const)(
  "an amendment that fails to take the new place is refused at commit: %s",
  async (open) => {
    const { placed } = await raceToMove(careless, open);
    expect(placed.every(({ isOwned }) => isOwned)).toBe(true);
    expect(await brokenChecks(careless)).toEqual([]);
  },
);

test.for(["appointments", "seats", "nights"] as const)(
  "control: without the check at commit places are lost and verify reports it: %s",
  async (open) => {
    const { placed } = await raceToMove(unguarded, open);
    expect(placed.some(({ isOwned }) => !isOwned)).toBe(true);
    expect(await brokenChecks(unguarded)).toContain(
      "every booking that blocks owns everything its items need",
    );
  },
);

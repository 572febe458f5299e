import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeHotel } from "../harness/businesses.ts";
import {
  brokenChecks,
  CLIENTS,
  countNothing,
  openArenas,
  ordersOf,
  race,
  tally,
  without,
  won,
} from "./arena.ts";
import type { Arena } from "./arena.ts";
import { dayLater } from "./days.ts";

const { guarded, unguarded } = await openArenas("guarded", "unguarded");
await without(
  unguarded,
  "alter table pool_buckets drop constraint pool_within_capacity",
  countNothing,
);

const ROOMS = 3;

/** Stays of three nights: half end with night 3 and half begin with it; night 3 has one room left. */
async function raceForLastRoom(arena: Arena) {
  const { roomTypeId } = await makeHotel(arena.db, { rooms: ROOMS });
  const stay = { kind: "stay", roomTypeId, rooms: 1, guests: 2 };
  const night = { checkIn: dayLater(3), checkOut: dayLater(4) };
  const sold = { items: [{ ...stay, ...night, rooms: ROOMS - 1 }] };
  expect((await arena.client(0).post("/v1/orders", sold)).status).toBe(201);
  const item = (n: number) =>
    n % 2 === 0
      ? { ...stay, checkIn: dayLater(1), checkOut: dayLater(4) }
      : { ...stay, checkIn: dayLater(3), checkOut: dayLater(6) };
  const answers = await race(
    arena,
    ordersOf(arena, (n) => [item(n)]),
  );
  return { answers, roomTypeId };
}

async function nightsTaken(arena: Arena, roomTypeId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ night: string; taken: number }>`
    select bucket as night, taken from pool_buckets where pool_id = ${roomTypeId} order by bucket`.execute(
    arena.owner,
  );
  return Object.fromEntries(rows.map(({ night, taken }) => [night, taken]));
}

test("stays compete for the last room of one shared night: one guest gets a whole stay", async () => {
  const { answers, roomTypeId } = await raceForLastRoom(guarded);
  expect(tally(answers)).toEqual({ "201": 1, "409 already-taken": CLIENTS - 1 });
  const winner = answers.findIndex(({ status }) => status === 201);
  const stayed = winner % 2 === 0 ? [1, 2] : [4, 5];
  const taken = await nightsTaken(guarded, roomTypeId);
  const sold = Object.entries(taken).filter(([, rooms]) => rooms > 0);
  expect(Object.fromEntries(sold)).toEqual({
    [dayLater(3)]: ROOMS,
    ...Object.fromEntries(stayed.map((day) => [dayLater(day), 1])),
  });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the capacity check the night is oversold and verify reports it", async () => {
  const { answers, roomTypeId } = await raceForLastRoom(unguarded);
  expect(won(answers).length).toBeGreaterThan(1);
  expect((await nightsTaken(unguarded, roomTypeId))[dayLater(3)]).toBeGreaterThan(ROOMS);
  expect(await brokenChecks(unguarded)).toContain(
    "no bucket of a pool is sold beyond its capacity",
  );
});

test("stays of one or two rooms sell every room of every night, and none twice", async () => {
  const { roomTypeId } = await makeHotel(guarded.db, { rooms: ROOMS });
  const item = (n: number) => ({
    kind: "stay",
    roomTypeId,
    checkIn: dayLater(1 + (n % 3)),
    checkOut: dayLater(2 + (n % 3) + (n % 2)),
    rooms: 1 + (n % 5 === 0 ? 1 : 0),
    guests: 2,
  });
  const answers = await race(
    guarded,
    ordersOf(guarded, (n) => [item(n)]),
  );
  const { "201": sold = 0, "409 already-taken": refused = 0 } = tally(answers);
  expect(sold + refused).toBe(CLIENTS);
  const taken = await nightsTaken(guarded, roomTypeId);
  // An order for one room and one night was refused only if that night was full.
  for (const day of [1, 2, 3]) expect(taken[dayLater(day)]).toBe(ROOMS);
  expect(await brokenChecks(guarded)).toEqual([]);
});

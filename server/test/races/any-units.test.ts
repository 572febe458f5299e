import { sql } from "kysely";
import { expect, test } from "vitest";
import { makeVenue } from "../harness/businesses.ts";
import {
  brokenChecks,
  CLIENTS,
  lockNobodyOut,
  openArenas,
  ordersOf,
  race,
  tally,
  without,
  won,
} from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at } from "./days.ts";

const { guarded, unguarded } = await openArenas("guarded", "unguarded");
await without(
  unguarded,
  ...lockNobodyOut,
  "alter table claims drop constraint claims_never_overlap",
);

const SIX = 6;

type Wish = (n: number) => number;

/** Each client wants a number of any of six rigs at the same hour. */
async function raceForUnits(
  arena: Arena,
  wish: Wish,
  clients = CLIENTS,
  gate?: { tables: readonly string[] },
) {
  const { rentalId } = await makeVenue(arena.db, { units: SIX });
  const hour = { start: at("18:00"), end: at("19:00") };
  const item = (n: number) => ({ kind: "rental", rentalId, ...hour, units: wish(n) });
  const answers = await race(
    arena,
    ordersOf(arena, (n) => [item(n)], clients),
    gate,
  );
  return { answers, rentalId };
}

async function unitsSold(arena: Arena, rentalId: string): Promise<number> {
  const { rows } = await sql<{ sold: number }>`
    select count(*)::int as sold from claims c join rental_units u on u.id = c.unit_id
    where c.blocking and u.rental_id = ${rentalId}`.execute(arena.owner);
  return rows[0]!.sold;
}

test("seven customers want one of six units: six get one each", async () => {
  const { answers } = await raceForUnits(guarded, () => 1, 7);
  expect(tally(answers)).toEqual({ "201": SIX, "409 already-taken": 1 });
  const units = won(answers).flatMap(({ body }) => body.bookings[0].items[0].unitIds);
  expect(new Set(units).size).toBe(SIX);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("two hundred customers want one of six units: six get one each", async () => {
  const { answers } = await raceForUnits(guarded, () => 1);
  expect(tally(answers)).toEqual({ "201": SIX, "409 already-taken": CLIENTS - SIX });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("all customers want two of six units: three get two each", async () => {
  const { answers, rentalId } = await raceForUnits(guarded, () => 2);
  expect(tally(answers)).toEqual({ "201": 3, "409 already-taken": CLIENTS - 3 });
  expect(await unitsSold(guarded, rentalId)).toBe(SIX);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("customers want one, two or three of six units: all six are sold, none twice", async () => {
  const { answers, rentalId } = await raceForUnits(guarded, (n) => 1 + (n % 3));
  const { "201": sold = 0, "409 already-taken": refused = 0 } = tally(answers);
  expect(sold + refused).toBe(CLIENTS);
  expect(await unitsSold(guarded, rentalId)).toBe(SIX);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the locks and the constraint more than six customers get one of six units", async () => {
  const { answers } = await raceForUnits(unguarded, () => 1, CLIENTS, { tables: ["claims"] });
  expect(won(answers).length).toBeGreaterThan(SIX);
  expect(await brokenChecks(unguarded)).toContain("no two blocking claims on one unit overlap");
});

import { expect, test } from "vitest";
import { makeSalon } from "../harness/businesses.ts";
import { brokenChecks, CLIENTS, openArenas, race, tally, weaken, without } from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at } from "./days.ts";

const { guarded, careless, unguarded } = await openArenas("guarded", "careless", "unguarded");
// An amendment that gives the old time back and does not mind when the new one is gone.
for (const arena of [careless, unguarded]) {
  await weaken(
    arena,
    "swap_inventory",
    "perform take_claims(rest);",
    "begin perform take_claims(rest); exception when sqlstate 'HF001' then null; end;",
  );
}
await without(unguarded, "alter table bookings disable trigger booking_owns_its_claims");

const MOVERS = 20;
const target = at("10:00", 1);

/**
 * Twenty customers with a time each want to move to one and the same time, which everybody else wants to book; and
 * for each of the times they would leave somebody is waiting as well.
 */
async function raceToMove(arena: Arena, gate?: { contenders: number }) {
  const { serviceId, staffIds } = await makeSalon(arena.db);
  const item = (start: string) => ({ kind: "appointment", serviceId, staffId: staffIds[0], start });
  const oldTime = (n: number) => at(`${String(n).padStart(2, "0")}:30`);
  const book = (n: number, start: string) => () =>
    arena.client(n).post("/v1/bookings", { items: [item(start)] });
  const movers = await Promise.all(
    Array.from({ length: MOVERS }, async (_, n) => {
      const { body } = await book(n, oldTime(n))();
      return { id: body.id as string, item: body.items[0].id as string };
    }),
  );
  const move = (n: number) => () => {
    const change = { items: [{ id: movers[n]!.item, start: target }] };
    return arena.client(n).post(`/v1/bookings/${movers[n]!.id}/amendments`, change);
  };
  const others = Array.from({ length: CLIENTS - MOVERS }, (_, n) => n);
  const requests = others.flatMap((n) =>
    n < MOVERS ? [move(n), book(n, oldTime(n))] : [book(n, target)],
  );
  const answers = await race(arena, requests, gate);
  return { answers, movers, oldTime };
}

/** What each mover holds afterwards, seen as the customer sees it. */
async function placesOf(arena: Arena, movers: readonly { id: string }[]) {
  const seen = movers.map(({ id }, n) => arena.client(n).get(`/v1/bookings/${id}`));
  return (await Promise.all(seen)).map(({ body }) => ({
    startsAt: body.items[0].startsAt as string,
    isOwned: body.items[0].unitIds.length === 1,
  }));
}

// Behind the gate the first who books has the lock already; without it whoever comes first is first.
test.for([
  { how: "all at once", gate: undefined },
  { how: "as they come", gate: { contenders: 0 } },
])(
  "amending into a time that is being booked, $how: one gets it, nobody loses the old time",
  async ({ gate }) => {
    const { answers, movers, oldTime } = await raceToMove(guarded, gate);
    const { "409 already-taken": refused = 0, ...succeeded } = tally(answers);
    const places = await placesOf(guarded, movers);
    const moved = places.flatMap(({ startsAt }, n) => (startsAt === instant(target) ? [n] : []));
    expect(moved.length).toBeLessThanOrEqual(1);
    expect(places.every(({ isOwned }) => isOwned)).toBe(true);
    places.forEach(({ startsAt }, n) => {
      if (!moved.includes(n)) expect(startsAt).toBe(instant(oldTime(n)));
    });
    // The wanted time has one owner, and a left time at most one more.
    const wins = Object.values(succeeded).reduce((sum, count) => sum + count, 0);
    expect([1, 1 + moved.length]).toContain(wins);
    expect(refused).toBe(CLIENTS - wins);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test("an amendment that forgets to take the new time is refused at commit", async () => {
  const { movers } = await raceToMove(careless);
  const places = await placesOf(careless, movers);
  expect(places.every(({ isOwned }) => isOwned)).toBe(true);
  expect(await brokenChecks(careless)).toEqual([]);
});

test("the same without the check at commit: times are lost, and verify says so", async () => {
  const { movers } = await raceToMove(unguarded);
  const places = await placesOf(unguarded, movers);
  expect(places.some(({ isOwned }) => !isOwned)).toBe(true);
  expect(await brokenChecks(unguarded)).toContain(
    "every booking that blocks owns all that its items need",
  );
});

function instant(time: string): string {
  return new Date(time).toISOString();
}

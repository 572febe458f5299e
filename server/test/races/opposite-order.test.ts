import { expect, test } from "vitest";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon, makeVenue } from "../harness/businesses.ts";
import { brokenChecks, CLIENTS, openArenas, ordersOf, race, tally, weaken } from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at, dayLater, raceDay } from "./days.ts";
import { deadlocksIn, lookForDeadlocksOften } from "./deadlocks.ts";

const { guarded, unordered, stopServers } = await openArenas("guarded", "unordered");
await lookForDeadlocksOften(guarded.owner);
await lookForDeadlocksOften(unordered.owner);
// Every order waits for its locks, and takes them in an order of its own: not in one for all.
await weaken(unordered, "lock_wanted_units", "if key.may_wait then", "if true then");
await weaken(
  unordered,
  "lock_wanted_units",
  "group by k order by k",
  "group by k order by md5(k || '' || pg_backend_pid())",
);
await weaken(
  unordered,
  "lock_wanted_pools",
  "select distinct b.business_id, b.pool_id, b.bucket from unnest(want.buckets) b order by 1, 2, 3",
  "select b.business_id, b.pool_id, b.bucket from unnest(want.buckets) b",
);

/** Each deadlock costs its waiters the detector's timeout, and two hundred clients would cause hundreds. */
const FEW = 24;

const backAndForth = (items: readonly unknown[]) => (n: number) =>
  n % 2 === 0 ? items : items.toReversed();

/** Two people, a seat and two hotels' last rooms in one order; every other customer names them in reverse. */
async function raceForOneOfEach(arena: Arena, clients = CLIENTS) {
  const salons = [await makeSalon(arena.db), await makeSalon(arena.db)];
  const hotels = [await makeHotel(arena.db), await makeHotel(arena.db)];
  const {
    tripId,
    stopIds: [from, , to],
  } = await makeBusLine(arena.db, { date: raceDay });
  const stay = { kind: "stay", checkIn: dayLater(0), checkOut: dayLater(2), rooms: 1, guests: 2 };
  const items = [
    ...salons.map(({ serviceId, staffIds: [staffId] }) => {
      return { kind: "appointment", serviceId, staffId, start: at("10:00") };
    }),
    { kind: "seat", tripId, from, to, seats: [{ label: "1", passenger: "Sara" }] },
    ...hotels.map(({ roomTypeId }) => ({ ...stay, roomTypeId })),
  ];
  return race(arena, ordersOf(arena, backAndForth(items), clients));
}

/** Two hotels with rooms for everybody: all orders succeed, each waiting for the row of every night. */
async function raceForNights(arena: Arena, clients = CLIENTS) {
  const hotels = [
    await makeHotel(arena.db, { rooms: CLIENTS }),
    await makeHotel(arena.db, { rooms: CLIENTS }),
  ];
  const stay = { kind: "stay", checkIn: dayLater(0), checkOut: dayLater(3), rooms: 1, guests: 2 };
  const items = hotels.map(({ roomTypeId }) => ({ ...stay, roomTypeId }));
  return race(arena, ordersOf(arena, backAndForth(items), clients));
}

async function raceForAnyUnits(arena: Arena) {
  const venues = [await makeVenue(arena.db), await makeVenue(arena.db)];
  const hour = { start: at("18:00"), end: at("19:00") };
  const items = venues.map(({ rentalId }) => ({ kind: "rental", rentalId, ...hour, units: 2 }));
  return race(arena, ordersOf(arena, backAndForth(items)));
}

/** The number of pairs of customers who want each other's place. */
const PAIRS = 20;

/** For each kind: the nth place as an item, and the change that moves an item to it. */
const placesToSwap = {
  async chairs({ db }: Arena) {
    const { serviceId, staffIds } = await makeSalon(db, { staff: 2 * PAIRS });
    const change = (n: number) => ({ staffId: staffIds[n] });
    const item = (n: number) => {
      return { kind: "appointment", serviceId, start: at("10:00"), ...change(n) };
    };
    return { item, change };
  },
  async seats({ db }: Arena) {
    const bus = await makeBusLine(db, { date: raceDay, seats: 2 * PAIRS });
    const [from, , to] = bus.stopIds;
    const change = (n: number) => ({ seats: [{ label: `${n + 1}`, passenger: "Sara" }] });
    const item = (n: number) => ({ kind: "seat", tripId: bus.tripId, from, to, ...change(n) });
    return { item, change };
  },
  async nights({ db }: Arena) {
    const { roomTypeId } = await makeHotel(db);
    // Two nights each, so that the two customers' nights are locked in an order that matters.
    const change = (n: number) => ({ checkIn: dayLater(2 * n), checkOut: dayLater(2 * n + 2) });
    const item = (n: number) => ({ kind: "stay", roomTypeId, rooms: 1, guests: 2, ...change(n) });
    return { item, change };
  },
};

async function raceToSwap(arena: Arena, kind: keyof typeof placesToSwap) {
  const { item, change } = await placesToSwap[kind](arena);
  const made = await Promise.all(
    ordersOf(arena, (n) => [item(n)], 2 * PAIRS).map((send) => send()),
  );
  const swaps = made.map(({ body }, n) => () => {
    const other = n % 2 === 0 ? n + 1 : n - 1;
    return amend(arena, n, body.bookings[0], change(other));
  });
  return race(arena, swaps);
}

/** Guests move to earlier nights while new guests book the same nights. */
async function raceForEarlierNights(arena: Arena) {
  const HOTELS = 12;
  const hotels = await Promise.all(
    Array.from({ length: HOTELS }, () => makeHotel(arena.db, { rooms: 2 })),
  );
  const stay = (n: number, from: number) => {
    const { roomTypeId } = hotels[n]!;
    return {
      kind: "stay",
      roomTypeId,
      checkIn: dayLater(from),
      checkOut: dayLater(6),
      rooms: 1,
      guests: 2,
    };
  };
  const made = await Promise.all(
    ordersOf(arena, (n) => [stay(n, 5)], HOTELS).map((send) => send()),
  );
  const requests = made.flatMap(({ body }, n) => [
    () => amend(arena, n, body.bookings[0], { checkIn: dayLater(1) }),
    () => arena.client(HOTELS + n).post("/v1/orders", { items: [stay(n, 1)] }),
  ]);
  // The gate is before the nights: the moves have locked their old nights by then.
  return race(arena, requests, { tables: ["pool_claims"] });
}

/** Amends the first item of a booking, as its customer. */
function amend(
  arena: Arena,
  n: number,
  { id, items }: { id: string; items: { id: string }[] },
  change: object,
) {
  const body = { items: [{ id: items[0]!.id, ...change }] };
  return arena.client(n).post(`/v1/bookings/${id}/amendments`, body);
}

test("orders name the same five items in opposite order: one customer gets all of them", async () => {
  const answers = await raceForOneOfEach(guarded);
  expect(tally(answers)).toEqual({ "201": 1, "409 already-taken": CLIENTS - 1 });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("orders name nights of two hotels in opposite order: every guest gets both", async () => {
  expect(tally(await raceForNights(guarded))).toEqual({ "201": CLIENTS });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("orders name any two units of two venues in opposite order: three customers get four units each", async () => {
  const answers = await raceForAnyUnits(guarded);
  expect(tally(answers)).toEqual({ "201": 3, "409 already-taken": CLIENTS - 3 });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test.each(["chairs", "seats", "nights"] as const)(
  "two customers try to move to each other's place: both keep their own %s",
  async (kind) => {
    expect(tally(await raceToSwap(guarded, kind))).toEqual({ "409 already-taken": 2 * PAIRS });
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test("stays move to earlier nights while new stays over them are booked: all succeed", async () => {
  expect(tally(await raceForEarlierNights(guarded))).toEqual({ "201": 24 });
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("the races above cause no deadlock; control: without the lock order they do", async () => {
  await raceForOneOfEach(unordered, FEW);
  await raceForNights(unordered, FEW);
  await stopServers();
  expect(await deadlocksIn(guarded)).toBe(0);
  expect(await deadlocksIn(unordered)).toBeGreaterThan(0);
});

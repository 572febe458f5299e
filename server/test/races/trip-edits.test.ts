import { expect, test } from "vitest";
import { startServers } from "../harness/server-processes.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { brokenChecks, openArena, uncompared, weaken, without, type Arena } from "./arena.ts";
import {
  aheadMs,
  between,
  editNames,
  edits,
  makeSweptHold,
  setTripScene,
  type EditName,
} from "./trip-edits.ts";

const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase({ poolSize: 4 })));
const { origins } = await startServers(
  databases.map(({ url }, n) => ({ url, isQuiet: n > 0 })),
  databases.map(({ url }, n) => ({ url, isQuiet: n > 0, aheadMs })),
);
const [guarded, looseClaims, looseEdits] = (await Promise.all(
  databases.map((database, n) =>
    openArena(
      database,
      origins.map((of) => of[n]!),
    ),
  ),
)) as [Arena, Arena, Arena];

// Claiming a seat does not check that the trip is still as it was offered.
const unasked = [
  ["guard_seat_claim", "t.status <> 'scheduled'", "false"],
  ["guard_seat_claim", "<> (new.starts_at, new.ends_at)", "<> (s.departs_at, s.arrives_at)"],
  ["guard_seat_claim", "if not exists (", "if false and not exists ("],
  ["as_timed_now", "> 1800", "> 1e9"],
] as const;
await without(looseClaims, uncompared);
for (const [name, guard, instead] of unasked) await weaken(looseClaims, name, guard, instead);
// Edits read what is sold without locking it.
const unlocked = [
  ["lock_trips", "u.id for update"],
  ["keep_sold_trips", "for update"],
  ["keep_sold_seats", "for update"],
  ["keep_sold_vehicle", "for update"],
] as const;
for (const [name, lock] of unlocked) {
  await weaken(looseEdits, name, lock, lock.replace("for update", ""));
}

const [away, misplaced, mistimed] = [
  "every claimed seat is on an active trip, between stops for boarding and alighting",
  "every claimed seat is a seat of its trip's vehicle",
  "a sold seat shows its stops and its trip's departure and arrival times",
];
const faults: Record<EditName, string> = {
  "removing the seat from the map": misplaced,
  "assigning a vehicle with other seat numbers": misplaced,
  "moving the trip an hour later": mistimed,
  "cancelling the trip": away,
};
/** Edits after which the seat is still offered: an order gets it as it is then. */
const goesOn: readonly EditName[] = [
  "assigning a vehicle with other seat numbers",
  "moving the trip an hour later",
];

type Taker = "an order" | "an amendment";
const takers = ["an order", "an amendment"] as const;

/** The tables at which a taker is stopped: before it locks and claims anything, and with everything claimed. */
const before = { "an order": "gates", "an amendment": "claims" } as const;
const after = { "an order": "booking_events", "an amendment": "idempotency_keys" } as const;
for (const arena of [guarded, looseClaims, looseEdits]) {
  await without(arena, "create table gates ()", "grant select on gates to holdfast_engine");
  await weaken(arena, "lock_keys", "begin\n", "begin\n  perform 1 from gates;\n");
}

/** A customer who wants seat 2: with a new order, or by amending another booking. */
async function setTaker(arena: Arena, taker: Taker) {
  const scene = await setTripScene(arena, "venue");
  if (taker === "an order") return { scene, take: () => scene.order(1) };
  const { move } = await scene.bookElsewhere(1);
  return { scene, take: move };
}

async function editBeforeClaim(arena: Arena, name: EditName, taker: Taker) {
  const { scene, take } = await setTaker(arena, taker);
  const both = await between(arena, before[taker], take, () => edits[name](scene), false);
  expect(both.second.status).toBe(200);
  return both.first.status;
}

async function lateMoneyWhileEdited(arena: Arena, name: EditName) {
  const scene = await setTripScene(arena, "full");
  const hold = await makeSweptHold(arena, scene);
  const both = await between(
    arena,
    "audit_log",
    () => edits[name](scene),
    () => scene.payLate(hold),
    true,
  );
  expect(both.first.status).toBe(200);
  return both.second;
}

async function editWhileReclaimed(arena: Arena, name: EditName, waits: boolean) {
  const scene = await setTripScene(arena, "full");
  const hold = await makeSweptHold(arena, scene);
  const late = () => scene.payLate(hold);
  const both = await between(arena, "booking_events", late, () => edits[name](scene), waits);
  expect(both.first).toBe("confirmed");
  return both.second;
}

async function editWhileClaimed(arena: Arena, name: EditName, taker: Taker, waits: boolean) {
  const { scene, take } = await setTaker(arena, taker);
  return between(arena, after[taker], take, () => edits[name](scene), waits);
}

const cases = takers.flatMap((taker) => editNames.map((name) => [name, taker] as const));

test.each(cases)(
  "%s before %s claims its seat: nothing is sold that no longer exists",
  async (name, taker) => {
    expect(await editBeforeClaim(guarded, name, taker)).toBe(goesOn.includes(name) ? 201 : 422);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

// An amendment always rewrites the times of its trip.
test.each(
  cases.filter(([name, taker]) => taker === "an order" || name !== "moving the trip an hour later"),
)(
  "control: without the checks at the claim, %s before %s claims its seat sells what no longer exists",
  async (name, taker) => {
    expect(await editBeforeClaim(looseClaims, name, taker)).toBe(201);
    expect(await brokenChecks(looseClaims)).toContain(faults[name]);
  },
);

test.each(editNames)("%s during a late payment: the payment waits and is refused", async (name) => {
  expect(await lateMoneyWhileEdited(guarded, name)).toBe("refused");
  expect(await brokenChecks(guarded)).toEqual([]);
});

test.each(editNames)(
  "control: without the checks at the claim, %s during a late payment lets it take what no longer exists",
  async (name) => {
    expect(await lateMoneyWhileEdited(looseClaims, name)).toBe("confirmed");
  },
);

test.each(editNames)(
  "%s while a late payment has retaken its seat: the edit waits and sees the booking",
  async (name) => {
    const { status, body } = await editWhileReclaimed(guarded, name, true);
    expect(status).toBe(goesOn.includes(name) ? 200 : 409);
    if (status === 409) expect(body.bookings).toHaveLength(1);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

// A late payment always rewrites the times of its trip.
test.each(editNames.filter((name) => name !== "moving the trip an hour later"))(
  "control: without the edit's locks, %s while a late payment has retaken its seat breaks the booking",
  async (name) => {
    expect((await editWhileReclaimed(looseEdits, name, false)).status).toBe(200);
    expect(await brokenChecks(looseEdits)).toContain(faults[name]);
  },
);

test.each(cases)(
  "%s while %s has claimed its seat: the edit waits and sees the booking",
  async (name, taker) => {
    const { first, second } = await editWhileClaimed(guarded, name, taker, true);
    expect([first.status, second.status]).toEqual([201, goesOn.includes(name) ? 200 : 409]);
    if (second.status === 409) expect(second.body.bookings).toHaveLength(1);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test.each(cases)(
  "control: without the edit's locks, %s while %s has claimed its seat breaks the booking",
  async (name, taker) => {
    const { first, second } = await editWhileClaimed(looseEdits, name, taker, false);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(await brokenChecks(looseEdits)).toContain(faults[name]);
  },
);

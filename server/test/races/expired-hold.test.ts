import { expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { makeBusLine } from "../harness/bus-line.ts";
import { makeHotel, makeSalon, makeVenue } from "../harness/businesses.ts";
import { makeCrowd } from "../harness/crowd.ts";
import { standingClock, startTestApp, type TestApp } from "../harness/test-app.ts";
import { brokenChecks, tally, without } from "./arena.ts";

// No worker runs here: the orders that need the place find the expired hold.
const guarded = await startTestApp({ clock: standingClock() });
const unswept = await startTestApp({ clock: standingClock() });
await without(
  unswept,
  "create or replace function sweep_expired(context jsonb, wanted jsonb) returns int language sql as 'select 0'",
);
type Place = typeof guarded;

const RIVALS = 50;
const day = "2026-12-01";
const terms = { payment_terms: "full", hold_minutes: 10 } as const;

/** The last one of each kind, as an order requests it. */
const lastOnes = {
  "a staff slot": async ({ db }: TestApp) => {
    const { serviceId, staffIds } = await makeSalon(db, { terms });
    const start = `${day}T10:00:00+03:00`;
    return { kind: "appointment", serviceId, staffId: staffIds[0], start };
  },
  "any two units": async ({ db }: TestApp) => {
    const { rentalId } = await makeVenue(db, { units: 2, terms });
    const [start, end] = [`${day}T18:00:00+03:00`, `${day}T19:00:00+03:00`];
    return { kind: "rental", rentalId, start, end, units: 2 };
  },
  "a seat": async ({ db }: TestApp) => {
    const line = await makeBusLine(db, { date: day, payment_terms: "full" });
    const {
      tripId,
      stopIds: [from, , to],
    } = line;
    return { kind: "seat", tripId, from, to, seats: [{ label: "1", passenger: "Sara" }] };
  },
  "the last room": async ({ db }: TestApp) => {
    const { roomTypeId } = await makeHotel(db, { terms });
    return { kind: "stay", roomTypeId, checkIn: day, checkOut: "2026-12-03", rooms: 1, guests: 2 };
  },
};
const kinds = Object.keys(lastOnes) as (keyof typeof lastOnes)[];

/** One customer holds it and never pays; when the hold expires, all the others want it. */
async function raceForLapsed(place: Place, kind: keyof typeof lastOnes) {
  const items = [await lastOnes[kind](place)];
  const [holder = "", ...rivals] = await makeCrowdOf(place);
  const held = await place.as(holder).post("/v1/orders", { items });
  expect(held.body).toMatchObject({ status: "reserved" });
  const early = await place.as(rivals[0]).post("/v1/orders", { items });
  expect(tally([early])).toEqual({ "409 already-taken": 1 });
  place.clock.advance(10 * MINUTE_MS);
  const answers = await Promise.all(
    rivals.map((token) => place.as(token).post("/v1/orders", { items })),
  );
  const { body: before } = await place.as(holder).get(`/v1/orders/${held.body.id as string}`);
  return { answers, before };
}

const crowds = new Map<Place, Promise<string[]>>();
function makeCrowdOf(place: Place): Promise<string[]> {
  const crowd = crowds.get(place) ?? makeCrowd(place.owner, RIVALS + 1);
  crowds.set(place, crowd);
  return crowd;
}

test.for(kinds)(
  "fifty customers want %s of an expired hold: one gets it, without a worker",
  async (kind) => {
    const { answers, before } = await raceForLapsed(guarded, kind);
    expect(tally(answers)).toEqual({ "201": 1, "409 already-taken": RIVALS - 1 });
    expect(before.status).toBe("expired");
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

test.for(kinds)("control: without the sweep nobody gets %s of an expired hold", async (kind) => {
  const { answers } = await raceForLapsed(unswept, kind);
  expect(tally(answers)).toEqual({ "409 already-taken": RIVALS });
});

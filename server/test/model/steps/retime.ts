import fc from "fast-check";
import { sql } from "kysely";
import { expect } from "vitest";
import { MINUTE_MS } from "../../../src/base/time.ts";
import { blocks } from "../../../src/booking/booking.ts";
import { ownedBy, type Booking } from "../booking.ts";
import type { Books } from "../books.ts";
import { followTimes, keepDoors } from "../follow.ts";
import { clock, type Call } from "../line.ts";
import { edit, expectDone, namedIn } from "./manage.ts";
import type { World } from "../world.ts";
import { expectProblem } from "./moves.ts";
import { step, type Step } from "./step.ts";
import { toldSince } from "./told.ts";

/** A stop as the operator requests it, without a position. */
type Wanted = Omit<Call, "position">;

/** Departures from each stop, in Riyadh time; the coach reaches Buraydah ten minutes earlier. */
const departures = fc.tuple(
  fc.constantFrom("08:00", "07:20", "07:40", "08:31", "09:30"),
  fc.constantFrom("12:00", "11:40", "13:00"),
  fc.constantFrom("15:00", "15:20", "17:00"),
);

/** Changes the trip's times; passengers keep their seats and are told. */
export const retiming: fc.Arbitrary<Step> = departures.map((times) =>
  step(`the coach leaves at ${times.join(", ")}`, async (books, world) => {
    const wanted = books.shops.line.calls.map(({ stop, arrives, departs }): Wanted => {
      const time = times[stop];
      if (time === undefined) return { stop, arrives, departs };
      const at = clock(time);
      return { stop, arrives: stop === 1 ? at - 10 * MINUTE_MS : at, departs: at };
    });
    await callAt(wanted, books, world);
  }),
);

/** Where the extra stop can be added, and its time. */
const extras = {
  "on the way to Buraydah": { after: 0, at: clock("10:30") },
  "beyond Buraydah": { after: 1, at: clock("14:00") },
  "beyond Hail": { after: 2, at: clock("18:00") },
} as const;
type Extra = keyof typeof extras;
const EXTRA_STOP = 3;

/** Adds or removes a stop; refused when it affects a sold seat. */
export const restopping: fc.Arbitrary<Step> = fc
  .constantFrom<Extra | "Buraydah">(...(Object.keys(extras) as Extra[]), "Buraydah")
  .map((where) =>
    step(`the coach passes ${where}, or does so no more`, async (books, world) => {
      const { calls } = books.shops.line;
      const gone = where === "Buraydah" ? 1 : EXTRA_STOP;
      const rest: Wanted[] = calls.filter(({ stop }) => stop !== gone);
      if (rest.length < calls.length) return callAt(rest, books, world);
      const { after, at } = where === "Buraydah" ? { after: 0, at: clock("12:00") } : extras[where];
      const index = rest.findIndex(({ stop }) => stop === after) + 1;
      if (index === 0) return;
      const added = { stop: gone, arrives: at, departs: at };
      await callAt(rest.toSpliced(index, 0, added), books, world);
    }),
  );

/** Sets the trip's stops and checks the answer. */
async function callAt(wanted: readonly Wanted[], books: Books, world: World): Promise<void> {
  const { bus, line } = books.shops;
  const stops = wanted.map(({ stop, arrives, departs }) => ({
    stopId: line.stopIds[stop],
    arrival: new Date(arrives).toISOString(),
    departure: new Date(departs).toISOString(),
  }));
  const told = await toldSince(world, "retimed");
  const answer = await edit(world, "bus", ["PATCH", `trips/${bus.tripId}`], { stops });
  const refusal = refusalOf(wanted, books);
  if (refusal) return expectProblem(answer, ...refusal);
  const touched = touchedBy(wanted, books);
  if (touched.length > 0) {
    expectProblem(answer, 409, "conflict");
    return expect(namedIn(answer)).toEqual(touched);
  }
  expectDone(answer);
  await takePositions(wanted, books, world);
  await told(follow(books));
}

/** The expected refusal: times must increase, past calls must stay, and no departure may move into the past. */
function refusalOf(
  wanted: readonly Wanted[],
  { shops: { line }, now }: Books,
): [number, string] | undefined {
  const isBackwards = wanted.some(
    ({ arrives, departs }, index) =>
      departs < arrives || (index > 0 && arrives < wanted[index - 1]!.departs),
  );
  if (isBackwards) return [422, "invalid-request"];
  if (isSame(wanted, line.calls)) return undefined;
  if (line.calls.at(-1)!.arrives <= now) return [409, "conflict"];
  const isLate = wanted.some(({ stop, departs }) => {
    const was = line.calls.find((call) => call.stop === stop);
    return departs <= now && departs !== was?.departs;
  });
  return isLate ? [422, "invalid-request"] : undefined;
}

function isSame(wanted: readonly Wanted[], calls: readonly Call[]): boolean {
  const text = ({ stop, arrives, departs }: Wanted) => `${stop} ${arrives} ${departs}`;
  return wanted.map(text).join() === calls.map(text).join();
}

/** The ids of bookings whose segment gains or loses a stop. */
function touchedBy(wanted: readonly Wanted[], { bookings, shops: { line } }: Books): string[] {
  const old = line.calls.map(({ stop }) => stop);
  const next = wanted.map(({ stop }) => stop);
  const between = (stops: readonly number[], [from, until]: readonly [number, number]) =>
    stops.slice(stops.indexOf(from), stops.indexOf(until) + 1).join();
  const isTouched = (way: readonly [number, number]) =>
    way.some((stop) => !next.includes(stop)) || between(old, way) !== between(next, way);
  return bookings
    .filter((one) => blocks(one.status) && one.shop === "bus")
    .filter((one) => waysOf(one, line.calls).some(isTouched))
    .map(({ id }) => id)
    .toSorted();
}

function waysOf(booking: Booking, calls: readonly Call[]): [number, number][] {
  const stopAt = (at: number) => calls.find(({ position }) => position === at)!.stop;
  return ownedBy(booking).flatMap((item) =>
    item.claims.map(({ from, until }): [number, number] => [stopAt(from), stopAt(until)]),
  );
}

/** Expects that remaining stops keep their positions and that a new stop gets one that was never used. */
async function takePositions(
  wanted: readonly Wanted[],
  { shops: { bus, line } }: Books,
  { app }: World,
): Promise<void> {
  const { rows } = await sql<{ position: number }>`
    select s.position from trips t
    join timetable_stops s on s.business_id = t.business_id and s.timetable_id = t.timetable_id
    where t.id = ${bus.tripId} order by s.position`.execute(app.owner);
  const calls = wanted.map((call, index): Call => ({ ...call, ...rows[index]! }));
  const kept = (all: readonly Call[], others: readonly Call[]) =>
    all.flatMap(({ stop, position }) =>
      others.some((one) => one.stop === stop) ? `${stop} ${position}` : [],
    );
  expect(kept(calls, line.calls), "positions of the stops that stay").toEqual(
    kept(line.calls, calls),
  );
  const added = calls.filter(({ stop }) => !line.calls.some((one) => one.stop === stop));
  const used = new Set([...line.retired, ...line.calls.map(({ position }) => position)]);
  expect(added.filter(({ position }) => used.has(position))).toEqual([]);
  const gone = line.calls.filter(({ stop }) => !calls.some((one) => one.stop === stop));
  for (const { position } of gone) line.retired.add(position);
  line.calls = calls;
}

/**
 * Gives sold seats the new times; an open amendment expires at the latest when the old or the new item begins.
 *
 * @returns the ids of bookings whose times changed
 */
function follow({ bookings, shops: { line }, now }: Books): string[] {
  const standing = bookings.filter((one) => blocks(one.status) && one.shop === "bus");
  const told = standing.filter((booking) => {
    const { begins, open } = booking;
    const moved = booking.items.filter((item) => followTimes(item, line));
    keepDoors(booking, begins);
    if (open) {
      const after = structuredClone(open.after);
      for (const item of after) followTimes(item, line);
      const starts = [...booking.items, ...after].map((item) => item.begins);
      open.expiresAt = Math.min(open.expiresAt!, ...starts.filter((at) => at > now));
    }
    return moved.length > 0;
  });
  return told.map(({ id }) => id);
}

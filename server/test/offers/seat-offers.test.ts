import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { dateIn } from "../../src/base/time.ts";
import { place } from "../availability/arbitrary-calendars.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { arbitraryLine, openLine, type Line, type OpenLine } from "./bus-lines.ts";
import { expectBooked, expectRefused, expectTriedEnough, sampleOf, settings } from "./probe.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner, clock } = app;

let customer: Caller;
let rival: Caller;

beforeAll(async () => {
  customer = app.as((await makePerson(db)).token);
  rival = app.as((await makePerson(db)).token);
});

const world = fc.record({
  where: place,
  line: arbitraryLine,
  rivals: fc.array(fc.record({ leg: fc.nat(99), seat: fc.nat(99) }), { maxLength: 5 }),
});

function seatItem(line: OpenLine, [from, to]: readonly [number, number], label: string) {
  const seats = [{ label, passenger: "Somebody" }];
  return {
    kind: "seat",
    tripId: line.tripId,
    from: line.stopIds[from],
    to: line.stopIds[to],
    seats,
  };
}

interface SeatOffer {
  label: string;
  status: "free" | "held" | "taken";
  price: { amount: number };
}

/** The trip as the search lists it on its departure date at the stop; undefined when not found. */
async function search(line: OpenLine, [from, to]: readonly [number, number]) {
  const date = dateIn(line.departures[from]!, line.timezone);
  const query = `from=${line.stopIds[from]}&to=${line.stopIds[to]}&date=${date}`;
  const { status, body } = await app.as().get(`/v1/trips?${query}`);
  expect(status, JSON.stringify(body)).toBe(200);
  const items = body.items as { id: string; seatsFree: number; price: { amount: number } }[];
  return items.find((one) => one.id === line.tripId);
}

async function checkLeg(line: OpenLine, leg: readonly [number, number]): Promise<void> {
  const [from, to] = leg;
  const query = `from=${line.stopIds[from]}&to=${line.stopIds[to]}`;
  const map = await app.as().get(`/v1/trips/${line.tripId}/seats?${query}`);
  const found = await search(line, leg);
  if (map.status !== 200) {
    expect(map.body.type, JSON.stringify(map.body)).toMatch(/not-available$/);
    expect(found?.seatsFree ?? 0).toBe(0);
    await expectRefused(customer, seatItem(line, leg, line.labels[0]!));
    return;
  }
  const seats = map.body.items as SeatOffer[];
  const free = seats.filter((one) => one.status === "free");
  expect(found?.seatsFree).toBe(free.length);
  if (free.length > 0) {
    expect(found?.price.amount).toBe(Math.min(...free.map((one) => one.price.amount)));
  }
  for (const { label, price } of sampleOf(free, 4)) {
    await expectBooked(customer, seatItem(line, leg, label), { total: price });
  }
  for (const { label } of sampleOf(
    seats.filter((one) => one.status !== "free"),
    2,
  )) {
    const { alternatives } = await expectRefused(customer, seatItem(line, leg, label));
    const other = alternatives[0]?.seats?.[0];
    if (other)
      await expectBooked(customer, seatItem(line, leg, other.label), { total: other.price });
  }
}

/** Every pair of stops in travel order. */
function legsOf({ stops }: Line): (readonly [number, number])[] {
  return stops.flatMap((_, from) =>
    stops.slice(from + 1).map((__, later) => [from, from + 1 + later] as const),
  );
}

test(
  "every offered seat can be booked; every other seat is refused by a known rule or taken",
  { timeout: 300_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ where, line: wanted, rivals }) => {
        clock.set(where.now);
        const line = await openLine(db, owner, wanted, where);
        const legs = legsOf(wanted);
        for (const { leg, seat } of rivals) {
          const label = line.labels[seat % line.labels.length]!;
          await rival.post("/v1/bookings", {
            items: [seatItem(line, legs[leg % legs.length]!, label)],
          });
        }
        for (const leg of legs) await checkLeg(line, leg);
        await expectRefused(customer, seatItem(line, legs[0]!, "no such seat"));
      }),
      { ...settings, numRuns: settings.numRuns * 3 },
    );
    expectTriedEnough();
  },
);

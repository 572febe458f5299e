import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { addDays, fixedClock } from "../../src/base/time.ts";
import { listRentalSlots, listServiceSlots } from "../availability/slot-lists.ts";
import { staySearch } from "../../src/availability/stays/stays.ts";
import { tripSearch } from "../../src/availability/trips/trips.ts";
import { seedDemo } from "../../src/demo/seed-demo.ts";
import { readAlone } from "../harness/read-alone.ts";
import { createTestDatabase } from "../harness/test-database.ts";

const clock = fixedClock("2026-11-21T09:00:00+03:00");
const TODAY = "2026-11-21";
const SEEDING_MS = 120_000;

const { db, owner } = await createTestDatabase();
beforeAll(() => seedDemo(db, () => undefined, clock), SEEDING_MS);

type Taken = { unit_id: string; seat_no: number; starts: number; ends: number };

/** Returns the blocking claims, read as the owner, with times in epoch milliseconds. */
async function takenOf(unitKind: "staff" | "rental" | "trip"): Promise<Taken[]> {
  const { rows } = await sql<Taken>`
    select c.unit_id, c.seat_no, extract(epoch from c.starts_at)::int8 * 1000 as starts,
      extract(epoch from c.ends_at)::int8 * 1000 as ends
    from claims c join units u on u.business_id = c.business_id and u.id = c.unit_id
    where u.kind = ${unitKind} and c.blocking`.execute(owner);
  return rows;
}

test("no staff member is offered for a time that is already booked", async () => {
  const taken = await takenOf("staff");
  const services = await owner
    .selectFrom("services")
    .innerJoin("offerings", "offerings.id", "services.id")
    .innerJoin("businesses", "businesses.id", "services.business_id")
    .select(["services.id", "buffer_before_minutes", "buffer_after_minutes"])
    .where("businesses.status", "=", "approved")
    .execute();
  let offers = 0;
  let clashes = 0;
  for (const service of services) {
    const asked = { id: service.id, from: TODAY, to: addDays(TODAY, 16) };
    for (const offer of await listServiceSlots(db, asked, clock.now())) {
      const starts = Date.parse(offer.start) - service.buffer_before_minutes * 60_000;
      const ends = Date.parse(offer.end) + service.buffer_after_minutes * 60_000;
      offers += 1;
      clashes += taken.filter(
        (one) => offer.staffIds.includes(one.unit_id) && one.starts < ends && one.ends > starts,
      ).length;
    }
  }
  expect(services).toHaveLength(12);
  expect(offers).toBeGreaterThan(1000);
  expect(clashes).toBe(0);
});

test("the number of simulators offered equals the number not booked", async () => {
  const taken = await takenOf("rental");
  const rig = await owner
    .selectFrom("offerings")
    .select("id")
    .where("name_en", "=", "Racing rig")
    .executeTakeFirstOrThrow();
  const asked = { id: rig.id, from: TODAY, to: addDays(TODAY, 10), minutes: 60 };
  const offers = await listRentalSlots(db, asked, clock.now());
  const rigs = await owner
    .selectFrom("rental_units")
    .select("id")
    .where("rental_id", "=", rig.id)
    .execute();
  const wrong = offers.filter(({ start, end, unitsFree }) => {
    const busy = new Set(
      taken
        .filter((one) => one.starts < Date.parse(end) && one.ends > Date.parse(start))
        .map((one) => one.unit_id),
    );
    return unitsFree !== rigs.filter(({ id }) => !busy.has(id)).length;
  });
  expect(rigs).toHaveLength(6);
  expect(wrong).toEqual([]);
  expect(offers.some(({ unitsFree }) => unitsFree < 6)).toBe(true);
  // Evening hours continue past midnight, to 01:00 or 03:00.
  expect(offers.some(({ start }) => start.slice(11, 16) === "00:00")).toBe(true);
});

test("the free and the sold seats of a trip add up to 49", async () => {
  const taken = await takenOf("trip");
  const asked = { from: { words: "Riyadh" }, to: { words: "حائل" }, size: 100 };
  let trips = 0;
  for (let day = 1; day <= 30; day += 1) {
    const date = addDays(TODAY, day);
    const { items } = await readAlone(tripSearch, db, { ...asked, date, now: clock.now() });
    for (const trip of items) {
      const [starts, ends] = [Date.parse(trip.departure), Date.parse(trip.arrival)];
      const seats = taken.filter(
        (one) => one.unit_id === trip.id && one.starts < ends && one.ends > starts,
      );
      expect(trip.seatsFree).toBe(49 - new Set(seats.map((one) => one.seat_no)).size);
      trips += 1;
    }
  }
  expect(trips).toBeGreaterThanOrEqual(90);
});

test("no more rooms are offered than are unsold, and none on closed nights", async () => {
  const { rows } = await sql<{ id: string; night: string; free: number }>`
    select r.id, b.bucket as night, r.rooms - b.taken as free
    from pool_buckets b join room_types r on r.business_id = b.business_id and r.id = b.pool_id`.execute(
    owner,
  );
  const free = new Map(rows.map((row) => [`${row.id} ${row.night}`, row.free]));
  const closed = new Set<string>();
  let rooms = 0;
  for (let day = 1; day <= 25; day += 1) {
    const checkIn = addDays(TODAY, day);
    const wish = { checkIn, checkOut: addDays(checkIn, 2), guests: 2, rooms: 1, size: 50 };
    const { items } = await readAlone(staySearch, db, { ...wish, now: clock.now() });
    const offered = items.flatMap(({ roomTypes }) => roomTypes);
    for (const one of offered) {
      const nights = [checkIn, addDays(checkIn, 1)].map((night) => free.get(`${one.id} ${night}`));
      expect(one.roomsFree).toBeLessThanOrEqual(
        Math.min(...nights.map((left) => left ?? Infinity)),
      );
      rooms += 1;
    }
    if (!offered.some(({ name }) => name.en === "Najdi suite")) closed.add(checkIn);
  }
  expect(rooms).toBeGreaterThan(100);
  // It is closed for seven nights from the tenth day on, and a two-night stay may not include any of them.
  expect([...closed]).toEqual(Array.from({ length: 8 }, (_, n) => addDays(TODAY, 9 + n)));
});

import { sql } from "kysely";
import { expect, test } from "vitest";
import { amendBooking } from "../../src/amendment/amend-booking.ts";
import { newId } from "../../src/base/id.ts";
import { HOUR_MS, instantText } from "../../src/base/time.ts";
import { payLate } from "../harness/late-money.ts";
import { changeRoomType } from "../../src/catalogue/hotel/edit-room-type.ts";
import { asProblem } from "../../src/db/constraint-problems.ts";
import type { Tx } from "../../src/db/connection.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { makeHotel, type Hotel } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { nights } from "../flows/wants.ts";
import { weaken, without } from "./arena.ts";
import { commandInFlight, orderInFlight, startedBeside, type InFlight } from "./edit-steps.ts";

type App = Awaited<ReturnType<typeof openApp>>;

async function openApp() {
  const app = await startTestApp({ clock: standingClock() });
  return { ...app, customer: app.as((await makePerson(app.db)).token) };
}

const guarded = await openApp();
/** A night is opened with the room count read, without locking it. */
const unheld = await openApp();
await weaken(unheld, "open_bucket", "for share", "");
await without(
  unheld,
  `create or replace function hold_pools(want wanted) returns void language plpgsql as $$ begin end $$`,
);
/** Lowering the count does not end expired holds. */
const unswept = await openApp();
await weaken(unswept, "lock_sold", "perform expire_bookings(overdue);", "");
await weaken(unswept, "resize_pool", "perform expire_bookings(overdue);", "");

const at = (app: App) =>
  ({ scope: "platform", actor: "system:test", now: instantText(app.clock.now()) }) as const;

const order = (app: App, hotel: Hotel, rooms = 1, checkOut = "2026-11-26") =>
  app.customer.post("/v1/bookings", {
    items: [nights(hotel, "2026-11-24", checkOut, { rooms })],
  });

type Lowering = (hotel: Hotel, rooms: number) => (tx: Tx) => Promise<unknown>;

const edit: Lowering =
  ({ businessId, roomTypeId: id }, rooms) =>
  (tx) =>
    changeRoomType(tx, { businessId, id }, { rooms });

/** A plain update, as an operator at a database prompt would run it: without the program's locks. */
const script: Lowering =
  ({ roomTypeId }, rooms) =>
  (tx) =>
    sql`update room_types set rooms = ${rooms} where id = ${roomTypeId}`.execute(tx);

async function run(app: App, command: (tx: Tx) => Promise<unknown>): Promise<unknown> {
  const { go, done } = await commandInFlight(app, at(app), command);
  go();
  return done;
}

/** Failed checks about inventory; money is left out because late payments here move none. */
async function brokenIn(app: App): Promise<string[]> {
  const results = await runChecks(app.db, instantText(app.clock.now()), () => undefined);
  return results
    .filter(({ broken, guarantee }) => broken > 0 && guarantee < 8)
    .map(({ title }) => title);
}

/** The outcome of both: done, a status, or the refusal. */
async function ending(first: InFlight<unknown>, second: Promise<unknown>) {
  first.go();
  const settled = await Promise.allSettled([first.done, second]);
  return settled.map((one) => {
    if (one.status === "rejected") return asProblem(one.reason);
    const { status } = Object(one.value) as { status?: unknown };
    return typeof status === "number" ? status : "done";
  });
}

test("lowering the room count during the first order for a night waits and is refused with the booking", async () => {
  const hotel = await makeHotel(guarded.db, { rooms: 2 });
  const ordering = await orderInFlight(guarded, () => order(guarded, hotel, 2));
  const [editing] = await startedBeside(guarded, ordering, () => run(guarded, edit(hotel, 1)));
  const [sold, refused] = await ending(ordering, editing);
  expect(sold).toBe(201);
  const id = (await ordering.done).body.id;
  expect(refused).toMatchObject({
    type: "conflict",
    extra: {
      nights: [
        { night: "2026-11-24", sold: 2 },
        { night: "2026-11-25", sold: 2 },
      ],
      bookings: [{ id }],
    },
  });
});

const lowerings = [
  ["the console", edit],
  ["a script", script],
] as const;

test.each(lowerings)(
  "the first order for a night waits while %s lowers the room count, then finds too few rooms",
  async (_, lower) => {
    const hotel = await makeHotel(guarded.db, { rooms: 2 });
    const editing = await commandInFlight(guarded, at(guarded), lower(hotel, 1));
    const [ordering] = await startedBeside(guarded, editing, () => order(guarded, hotel, 2));
    expect(await ending(editing, ordering)).toEqual(["done", expect.toBeOneOf([409, 422])]);
    expect(await brokenIn(guarded)).toEqual([]);
  },
);

test("control: without the lock on the count a night opens with the old count and verify reports it", async () => {
  const hotel = await makeHotel(unheld.db, { rooms: 2 });
  const editing = await commandInFlight(unheld, at(unheld), script(hotel, 1));
  const [ordering] = await startedBeside(unheld, editing, () => order(unheld, hotel, 2));
  expect(await ending(editing, ordering)).toEqual(["done", 201]);
  expect(await brokenIn(unheld)).toEqual(["every future bucket has the capacity of its pool"]);
});

/** A stay that moves to another room type that nobody has booked yet. */
async function moving(app: App) {
  const hotel = await makeHotel(app.db);
  const suites = { ...hotel, roomTypeId: newId() };
  await run(app, async (tx) => {
    await sql`
      insert into offerings (business_id, id, kind, location_id, name_ar, name_en, horizon_days)
      values (${hotel.businessId}, ${suites.roomTypeId}, 'roomType', ${hotel.locationId}, 'جناح', 'Suite', 365)`.execute(
      tx,
    );
    await sql`
      insert into room_types (business_id, id, rooms, occupancy, price_minor)
      values (${hotel.businessId}, ${suites.roomTypeId}, 1, 2, 30000)`.execute(tx);
  });
  const { body } = await order(app, hotel);
  const request = {
    bookingId: body.id as string,
    items: [{ id: body.items[0].id as string, roomTypeId: suites.roomTypeId }],
    remove: [],
    by: "customer",
    reason: "",
    limits: null,
    now: app.clock.now(),
  } as const;
  return { suites, bookingId: request.bookingId, move: (tx: Tx) => amendBooking(tx, request) };
}

test("a stay moves to rooms while their count is lowered: the second waits and is refused", async () => {
  const first = await moving(guarded);
  const amending = await commandInFlight(guarded, at(guarded), first.move);
  const [edited] = await startedBeside(guarded, amending, () =>
    run(guarded, edit(first.suites, 0)),
  );
  expect(await ending(amending, edited)).toMatchObject([
    "done",
    { type: "conflict", extra: { bookings: [{ id: first.bookingId }] } },
  ]);

  const second = await moving(guarded);
  const editing = await commandInFlight(guarded, at(guarded), edit(second.suites, 0));
  const [amended] = await startedBeside(guarded, editing, () => run(guarded, second.move));
  expect(await ending(editing, amended)).toMatchObject([
    "done",
    { type: expect.toBeOneOf(["already-taken", "not-available"]) },
  ]);
  expect(await brokenIn(guarded)).toEqual([]);
});

test("control: without the lock on the count the stay moves to a room that is gone", async () => {
  const { suites, move } = await moving(unheld);
  const amending = await commandInFlight(unheld, at(unheld), move);
  const [edited] = await startedBeside(unheld, amending, () => run(unheld, script(suites, 0)));
  expect(await ending(amending, edited)).toEqual(["done", "done"]);
  expect(await brokenIn(unheld)).toContain("every future bucket has the capacity of its pool");
});

/** Holds all rooms unpaid and moves the clock past the hold's expiry. */
async function overdueHold(app: App) {
  const hotel = await makeHotel(app.db, { terms: { payment_terms: "full" } });
  const { body } = await order(app, hotel);
  expect(body.status).toBe("reserved");
  app.clock.advance(HOUR_MS);
  const id = body.id as string;
  const pay = (tx: Tx) => payLate(tx, id);
  return { hotel, id, pay };
}

test.each(lowerings)("rooms of expired holds can be removed by %s", async (_, lower) => {
  const { hotel, id } = await overdueHold(guarded);
  await run(guarded, lower(hotel, 0));
  expect((await guarded.customer.get(`/v1/bookings/${id}`)).body.status).toBe("expired");
  expect(await brokenIn(guarded)).toEqual([]);
});

test("control: without ending expired holds first, their rooms cannot be removed", async () => {
  const { hotel } = await overdueHold(unswept);
  const refused = await run(unswept, edit(hotel, 0)).catch(asProblem);
  expect(refused).toMatchObject({ type: "conflict" });
});

test("a late payment arrives for a room while the count is lowered: the second waits and is refused", async () => {
  const first = await overdueHold(guarded);
  const paying = await commandInFlight(guarded, at(guarded), first.pay);
  const [edited] = await startedBeside(guarded, paying, () => run(guarded, edit(first.hotel, 0)));
  expect(await ending(paying, edited)).toMatchObject([
    "done",
    { type: "conflict", extra: { bookings: [{ id: first.id }] } },
  ]);

  const second = await overdueHold(guarded);
  const editing = await commandInFlight(guarded, at(guarded), edit(second.hotel, 0));
  const [paid] = await startedBeside(guarded, editing, () => run(guarded, second.pay));
  expect(await ending(editing, paid)).toMatchObject(["done", { type: "already-taken" }]);
  expect(await brokenIn(guarded)).toEqual([]);
});

test("two managers change the room count at once: the second waits and its count holds", async () => {
  const hotel = await makeHotel(guarded.db, { rooms: 2 });
  await order(guarded, hotel, 2);
  const raising = await commandInFlight(guarded, at(guarded), edit(hotel, 5));
  const [lowering] = await startedBeside(guarded, raising, () => run(guarded, edit(hotel, 2)));
  expect(await ending(raising, lowering)).toEqual(["done", "done"]);
  expect(await brokenIn(guarded)).toEqual([]);
});

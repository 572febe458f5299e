import pg from "pg";
import { expect, test } from "vitest";
import { instantText, MINUTE_MS } from "../../src/base/time.ts";
import { makeSalon, makeVenue } from "../harness/businesses.ts";
import type { Answer } from "../harness/caller.ts";
import { makeMember } from "../harness/people.ts";
import { inLine, untilWaiting, values } from "../money-races/in-line.ts";
import { brokenChecks, openArenas, race, tally, weaken, without } from "./arena.ts";
import type { Arena } from "./arena.ts";
import { at } from "./days.ts";

/** Concurrent changes of one booking: by its customer in several windows, and by its business. */

const { guarded, twoWait, unlocked, stale } = await openArenas(
  "guarded",
  "twoWait",
  "unlocked",
  "stale",
);
// Without the checks for another open amendment.
await weaken(
  twoWait,
  "amend_booking",
  "raise exception 'another amendment waits'",
  "raise notice 'another waits'",
);
await weaken(twoWait, "amend_booking", "using errcode = 'HF011'", "");
await without(twoWait, "drop index one_open_amendment");
// Without the row lock, moves of one booking do not wait for each other.
await weaken(unlocked, "lock_booking", "for update", "");
await without(unlocked, "alter table bookings disable trigger booking_owns_its_claims");
// Without the check that the booking still has the version the amendment was based on.
await weaken(stale, "amend_booking", "b.version <> (plan->>'version')::int", "false");

/** Makes a booking with one appointment, at a salon that accepts manually if the terms say so. */
async function makeBooking(
  arena: Arena,
  terms: { acceptance?: "manual" } = {},
  start = at("10:00"),
) {
  const { businessId, serviceId, staffIds } = await makeSalon(arena.db, { terms });
  const { token } = await makeMember(arena.db, businessId, "staff");
  const item = { kind: "appointment", serviceId, staffId: staffIds[0], start };
  const { body } = await arena.client(0).post("/v1/bookings", { items: [item] });
  const path = `/v1/bookings/${body.id as string}`;
  const changeTo = (time: string) => ({
    items: [{ id: body.items[0].id as string, start: time }],
  });
  return {
    id: body.id as string,
    unitId: staffIds[0]!,
    amend: (time: string, server = 0): Promise<Answer> =>
      arena.client(0, server).post(`${path}/amendments`, changeTo(time)),
    confirm: () => arena.as(token, 1).post(`${path}/confirmation`),
    checkIn: () => arena.as(token, 1).post(`${path}/checkIn`),
    cancel: () => arena.client(0, 1).post(`${path}/cancellation`),
    read: async () => (await arena.client(0).get(path)).body,
    events: async () => {
      const { items } = (await arena.client(0).get(`${path}/events?limit=100`)).body;
      return items.map(({ type }: { type: string }) => type) as string[];
    },
    isFree: async (time: string) => {
      const made = await arena
        .client(1)
        .post("/v1/bookings", { items: [{ ...item, start: time }] });
      return made.status === 201;
    },
  };
}

const half = (n: number) => at(`${String(11 + (n >> 1)).padStart(2, "0")}:${n % 2 ? "30" : "00"}`);

test("twenty concurrent amendments of one booking are applied one after another, and only the last time is kept", async () => {
  const booking = await makeBooking(guarded);
  const wanted = Array.from({ length: 20 }, (_, n) => half(n));
  const answers = await race(
    guarded,
    wanted.map((start, n) => () => booking.amend(start, n)),
    { contenders: 0 },
  );
  const { "201": made = 0, ...refused } = tally(answers);
  expect(refused).toEqual({});
  expect(await booking.events()).toEqual(["confirmed", ...Array(made).fill("amended")]);
  const { start: own, version } = await booking.read();
  expect(version).toBe(1 + made);
  for (const start of wanted) {
    const isItsOwn = new Date(start).toISOString() === own;
    expect(await booking.isFree(start)).toBe(!isItsOwn);
  }
  expect(await brokenChecks(guarded)).toEqual([]);
});

/** A paid booking of one rig; twenty concurrent amendments each add another rig, which must be paid. */
async function raceToPropose(arena: Arena) {
  const { rentalId, unitIds, businessId } = await makeVenue(arena.db, {
    units: 21,
    terms: { payment_terms: "full" },
  });
  const [own, ...others] = unitIds;
  const { token } = await makeMember(arena.db, businessId, "manager");
  const hour = { start: at("10:00"), end: at("11:00") };
  const items = [{ kind: "rental", rentalId, unitIds: [own], ...hour }];
  const { body } = await arena.client(0).post("/v1/bookings", { items });
  const paidBy = { kind: "cash", amount: { amount: 5_000, currency: "SAR" } };
  const path = `/v1/bookings/${body.id as string}`;
  expect((await arena.as(token).post(`${path}/confirmation`, { paidBy })).status).toBe(200);
  const requests = others.map((other, n) => async () => {
    const change = { items: [{ id: body.items[0].id as string, unitIds: [own, other] }] };
    return arena.client(0, n).post(`${path}/amendments`, change);
  });
  const answers = await race(arena, requests, { contenders: 0 });
  const { body: amendments } = await arena.client(0).get(`${path}/amendments?limit=100`);
  return { answers, waiting: amendments.items.length as number };
}

test("of twenty concurrent amendments that need payment one is created and the others get a conflict", async () => {
  const { answers, waiting } = await raceToPropose(guarded);
  expect(tally(answers)).toEqual({ "201": 1, "409 conflict": 19 });
  expect(waiting).toBe(1);
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the check for an open amendment several wait for payment at once", async () => {
  const { waiting } = await raceToPropose(twoWait);
  expect(waiting).toBeGreaterThan(1);
  expect(await brokenChecks(twoWait)).toContain("a booking has at most one waiting amendment");
});

test.each(["amend", "cancel"] as const)(
  "cancel against amend, %s first: the booking is cancelled and owns nothing",
  async (first) => {
    const booking = await makeBooking(guarded);
    const both = { amend: () => booking.amend(at("12:00")), cancel: booking.cancel };
    const order = first === "amend" ? [both.amend, both.cancel] : [both.cancel, both.amend];
    const ends = values(await inLine(guarded, { bookingId: booking.id }, order));
    const refused = { "200": 1, "409 invalid-transition": 1 };
    expect(tally(ends)).toEqual(first === "amend" ? { "200": 1, "201": 1 } : refused);
    expect((await booking.read()).status).toBe("cancelled");
    expect([await booking.isFree(at("10:00")), await booking.isFree(at("12:00"))]).toEqual([
      true,
      true,
    ]);
    expect(await brokenChecks(guarded)).toEqual([]);
  },
);

/** Runs `meanwhile` after the amendment has read the booking and while it waits for the lock of its new time. */
async function whileAmending(
  arena: Arena,
  { amend, unitId }: Awaited<ReturnType<typeof makeBooking>>,
  meanwhile: () => Promise<Answer>,
): Promise<void> {
  const keeper = new pg.Client({ connectionString: arena.url });
  await keeper.connect();
  try {
    await keeper.query("begin");
    await keeper.query(
      `select pg_advisory_xact_lock(k) from unit_lock_keys($1, 0, $2::timestamptz, $2::timestamptz) k`,
      [unitId, at("12:00", 1)],
    );
    const amending = amend(at("12:00", 1));
    await untilWaiting(keeper, 1);
    expect((await meanwhile()).status).toBe(200);
    await keeper.query("commit");
    await amending;
  } finally {
    await keeper.end();
  }
}

test("control: without the booking's lock the booking is cancelled and keeps the new time", async () => {
  const booking = await makeBooking(unlocked);
  await whileAmending(unlocked, booking, booking.cancel);
  expect((await booking.read()).status).toBe("cancelled");
  expect(await brokenChecks(unlocked)).toContain("no booking that is over blocks anything");
});

test("accept against amend, the business first: the new time needs acceptance again", async () => {
  const booking = await makeBooking(guarded, { acceptance: "manual" });
  const ends = values(
    await inLine(guarded, { bookingId: booking.id }, [
      booking.confirm,
      () => booking.amend(at("12:00")),
    ]),
  );
  expect(ends[1]!.body).toMatchObject({ status: "awaitingAcceptance", acceptance: "again" });
  expect(await booking.events()).toEqual(["pending", "confirmed", "amendment_proposed"]);
  expect((await booking.read()).start).toBe(new Date(at("10:00")).toISOString());
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("accept against amend, the customer first: the business accepts the amended booking", async () => {
  const booking = await makeBooking(guarded, { acceptance: "manual" });
  const ends = values(
    await inLine(guarded, { bookingId: booking.id }, [
      () => booking.amend(at("12:00")),
      booking.confirm,
    ]),
  );
  expect(tally(ends)).toEqual({ "200": 1, "201": 1 });
  expect(await booking.events()).toEqual(["pending", "amended", "confirmed"]);
  expect(await brokenChecks(guarded)).toEqual([]);
});

/** The next half hour at least five minutes away: check-in is already open for it. */
function soon(): string {
  const HALF_HOUR_MS = 30 * MINUTE_MS;
  return instantText(Math.ceil((Date.now() + 5 * MINUTE_MS) / HALF_HOUR_MS) * HALF_HOUR_MS);
}

/** The desk checks a customer in just before the customer's move to another day. */
async function checkInAgainstAmending(arena: Arena) {
  const booking = await makeBooking(arena, {}, soon());
  const line = [booking.checkIn, () => booking.amend(at("12:00"))];
  const [, amended] = values(await inLine(arena, { bookingId: booking.id }, line));
  return { amended: amended!, booking: await booking.read() };
}

test("check-in against amend, the desk first: the customer can no longer amend", async () => {
  const { amended, booking } = await checkInAgainstAmending(guarded);
  expect([amended.status, amended.body.reasons?.[0].rule]).toEqual([422, "already-checked-in"]);
  expect(booking.start).not.toBe(new Date(at("12:00")).toISOString());
  expect(await brokenChecks(guarded)).toEqual([]);
});

test("control: without the version check a checked-in booking is moved", async () => {
  const { amended, booking } = await checkInAgainstAmending(stale);
  expect(amended.body).toMatchObject({ status: "applied" });
  expect(booking).toMatchObject({ start: new Date(at("12:00")).toISOString() });
  expect(booking.stamps.checkedInAt).not.toBeNull();
});

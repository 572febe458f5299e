import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { makeBusLine, type BusLine } from "../harness/bus-line.ts";
import {
  makeHotel,
  makeSalon,
  makeVenue,
  type Hotel,
  type Salon,
  type Venue,
} from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, nights, problemOf, rig, seats } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, owner } = app;

let salon: Salon;
let venue: Venue;
let bus: BusLine;
let hotel: Hotel;
let customer: Caller;

beforeAll(async () => {
  // Open 09:00–17:00 on every day but Friday 27 November, which is a holiday.
  const terms = { lead_minutes: 120, horizon_days: 30 };
  salon = await makeSalon(db, { terms });
  venue = await makeVenue(db, { units: 2, terms });
  for (const { businessId, locationId } of [salon, venue]) {
    await sql`insert into location_hours (business_id, location_id, weekday, starts_minute, ends_minute)
      select ${businessId}, ${locationId}, d, 540, 1020 from generate_series(1, 7) d`.execute(
      owner,
    );
    await sql`insert into location_holidays (business_id, location_id, day, name)
      values (${businessId}, ${locationId}, '2026-11-27', 'A holiday')`.execute(owner);
  }
  bus = await makeBusLine(db, { date: "2026-11-22" });
  hotel = await makeHotel(db, { rooms: 2, terms: { horizon_days: 30 } });
  await sql`insert into room_rates (business_id, room_type_id, night, closed)
    values (${hotel.businessId}, ${hotel.roomTypeId}, '2026-12-05', true)`.execute(owner);
  await sql`update room_types set min_nights = 2 where id = ${hotel.roomTypeId}`.execute(owner);
  customer = app.as((await makePerson(db)).token);
});

const book = (by: Caller, item: object) => by.post("/v1/bookings", { items: [item] });

/** Expects a refusal by exactly these rules, in both languages, with nothing written. */
async function expectRefused(item: object, rules: string[]): Promise<Answer> {
  const refused = await book(customer, item);
  expect([refused.status, problemOf(refused)], JSON.stringify(refused.body)).toEqual([
    422,
    "not-available",
  ]);
  expect(refused.body.reasons.map((one: { rule: string }) => one.rule)).toEqual(rules);
  for (const { item: at, message } of refused.body.reasons) {
    expect(at).toBe(0);
    expect(message).toMatch(/\w{3}/);
  }
  const arabic = await customer.post(
    "/v1/bookings",
    { items: [item] },
    { "accept-language": "ar" },
  );
  expect(arabic.body.reasons[0].message).toMatch(/[\u0600-\u06ff]{3}/);
  expect((await customer.get("/v1/bookings")).body.items).toEqual([]);
  return refused;
}

/** Expects every alternative to be bookable as named; cancels each booking afterwards. */
async function expectBookable(
  refused: Answer,
  toItem: (alternative: never) => object,
): Promise<void> {
  expect(refused.body.alternatives.length).toBeGreaterThan(0);
  for (const alternative of refused.body.alternatives) {
    const booked = await book(customer, toItem(alternative as never));
    expect(booked.status, JSON.stringify([alternative, booked.body])).toBe(201);
    expect(booked.body.total).toEqual(alternative.price);
    await customer.post(`/v1/bookings/${booked.body.id}/cancellation`);
  }
  // Other tests read the customer's bookings: start over with a customer who has none.
  customer = app.as((await makePerson(db)).token);
}

describe("a haircut", () => {
  test.each([
    ["yesterday", "2026-11-20T10:00:00+03:00", ["in-the-past"]],
    ["in an hour", "2026-11-21T10:00:00+03:00", ["inside-lead-time"]],
    ["next year", "2027-03-01T10:00:00+03:00", ["beyond-horizon"]],
    ["before it opens", "2026-11-24T08:30:00+03:00", ["outside-business-hours"]],
    ["on a holiday", "2026-11-27T10:00:00+03:00", ["holiday"]],
    ["at ten past", "2026-11-24T10:10:00+03:00", ["off-step"]],
    ["yesterday at night", "2026-11-20T03:00:00+03:00", ["in-the-past", "outside-business-hours"]],
  ])(
    "%s is refused by exactly the broken rules, and every alternative can be booked",
    async (_, start, rules) => {
      const refused = await expectRefused(haircut(salon, start), rules);
      await expectBookable(refused, ({ start: at }: { start: string }) => haircut(salon, at));
    },
  );
});

describe("a rig", () => {
  test.each([
    ["yesterday", "2026-11-20T10:00:00+03:00", {}, ["in-the-past"]],
    ["past closing time", "2026-11-24T16:30:00+03:00", {}, ["outside-business-hours"]],
    ["on a holiday", "2026-11-27T10:00:00+03:00", { units: 2 }, ["holiday"]],
    ["off the step", "2026-11-24T10:10:00+03:00", {}, ["off-step"]],
  ])(
    "%s is refused by exactly the broken rules, and every alternative can be booked",
    async (_, start, more, rules) => {
      const refused = await expectRefused(rig(venue, start, more), rules);
      await expectBookable(refused, ({ start: at }: { start: string }) => rig(venue, at, more));
    },
  );

  test("a request for three of two rigs is refused without alternatives", async () => {
    const item = rig(venue, "2026-11-24T10:00:00+03:00", { units: 3 });
    const refused = await expectRefused(item, ["not-enough-units"]);
    expect(refused.body.alternatives).toEqual([]);
  });
});

describe("a stay", () => {
  test.each([
    ["last week", "2026-11-14", "2026-11-16", {}, ["in-the-past"]],
    ["next year", "2027-11-14", "2027-11-16", {}, ["beyond-horizon"]],
    ["over a closed night", "2026-12-04", "2026-12-07", {}, ["night-closed"]],
    ["of one night", "2026-12-01", "2026-12-02", {}, ["below-minimum-stay"]],
    ["of five guests in one room", "2026-12-01", "2026-12-03", { guests: 5 }, ["over-occupancy"]],
    [
      "in three rooms where there are two",
      "2026-12-01",
      "2026-12-03",
      { rooms: 3 },
      ["not-enough-units"],
    ],
  ])("%s is refused by exactly the broken rules", async (_, checkIn, checkOut, more, rules) => {
    const refused = await expectRefused(nights(hotel, checkIn, checkOut, more), rules);
    if (refused.body.alternatives.length > 0) {
      await expectBookable(
        refused,
        ({ checkIn: a, checkOut: b }: { checkIn: string; checkOut: string }) =>
          nights(hotel, a, b, more),
      );
    }
  });

  test("over a closed night is refused with open nights nearby", async () => {
    const refused = await book(customer, nights(hotel, "2026-12-04", "2026-12-06"));
    expect(refused.body.alternatives.map((one: { checkIn: string }) => one.checkIn)).toContain(
      "2026-12-03",
    );
  });
});

describe("a seat", () => {
  test("that the coach does not have is refused with free seats it does have", async () => {
    const refused = await expectRefused(seats(bus, ["99"]), ["no-such-seat"]);
    await expectBookable(refused, ({ seats: free }: { seats: { label: string }[] }) =>
      seats(bus, [free[0]!.label]),
    );
  });

  test("to a stop that the coach does not serve is refused", async () => {
    const other = await makeBusLine(db, { date: "2026-11-22" });
    const item = { ...seats(bus, ["1"]), to: other.stopIds[2] };
    const refused = await book(customer, item);
    expect(refused.body.reasons).toEqual([
      expect.objectContaining({ rule: "stop-not-served", item: 0 }),
    ]);
  });
});

describe("what another customer has booked", () => {
  const other = async () => app.as((await makePerson(db)).token);

  test("a haircut: the refusal names the nearest free times, which can be booked", async () => {
    const start = "2026-11-25T10:00:00+03:00";
    await book(await other(), haircut(salon, start));
    const taken = await book(customer, haircut(salon, start));
    expect([taken.status, problemOf(taken)]).toEqual([409, "already-taken"]);
    const starts = taken.body.alternatives.map((one: { start: string }) => one.start);
    expect(starts.slice(0, 2)).toEqual(["2026-11-25T09:30:00+03:00", "2026-11-25T10:30:00+03:00"]);
    await expectBookable(taken, ({ start: at }: { start: string }) => haircut(salon, at));
  });

  test("both rigs: the refusal names the nearest times with both free, which can be booked", async () => {
    const start = "2026-11-25T12:00:00+03:00";
    await book(await other(), rig(venue, start));
    const taken = await book(customer, rig(venue, start, { units: 2 }));
    expect(problemOf(taken)).toBe("already-taken");
    await expectBookable(taken, ({ start: at }: { start: string }) => rig(venue, at, { units: 2 }));
  });

  test("a seat: the refusal names other seats of the coach, which can be booked", async () => {
    await book(await other(), seats(bus, ["2"]));
    const taken = await book(customer, seats(bus, ["2"]));
    expect(problemOf(taken)).toBe("already-taken");
    await expectBookable(taken, ({ seats: free }: { seats: { label: string }[] }) =>
      seats(bus, [free[0]!.label]),
    );
  });

  test("rooms: the refusal names the nearest dates, which can be booked", async () => {
    await book(await other(), nights(hotel, "2026-11-28", "2026-11-30", { rooms: 2 }));
    const taken = await book(customer, nights(hotel, "2026-11-28", "2026-11-30"));
    expect(problemOf(taken)).toBe("already-taken");
    await expectBookable(taken, ({ checkIn, checkOut }: { checkIn: string; checkOut: string }) =>
      nights(hotel, checkIn, checkOut),
    );
  });
});

test("a refusal of several items names the item for each rule", async () => {
  const items = [
    haircut(salon, "2026-11-24T10:00:00+03:00"),
    haircut(salon, "2026-11-20T10:00:00+03:00"),
    nights(hotel, "2026-12-01", "2026-12-02"),
  ];
  const { body } = await customer.post("/v1/orders", { items });
  expect(
    body.reasons.map(({ item, rule }: { item: number; rule: string }) => [item, rule]),
  ).toEqual([
    [1, "in-the-past"],
    [2, "below-minimum-stay"],
  ]);
  for (const { item } of body.alternatives) expect([1, 2]).toContain(item);
});

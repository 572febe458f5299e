import { beforeAll, describe, expect, test } from "vitest";
import { makeBusLine, type BusLine } from "../harness/bus-line.ts";
import { makeSalon, makeVenue, type Salon, type Venue } from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, problemOf, rig, seats } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db } = app;

const TEN = "2026-11-24T10:00:00+03:00";
const HALF_PAST = "2026-11-24T10:30:00+03:00";
const ELEVEN = "2026-11-24T11:00:00+03:00";

let customer: Caller;
let salon: Salon;
let venue: Venue;
let bus: BusLine;

beforeAll(async () => {
  customer = app.as((await makePerson(db)).token);
  salon = await makeSalon(db, { staff: 2 });
  venue = await makeVenue(db);
  bus = await makeBusLine(db, { date: "2026-11-25" });
});

const order = (items: object[]) => customer.post("/v1/orders", { items });
const by = (n: number) => ({ staffId: salon.staffIds[n]! });
const on = (...numbers: number[]) => ({ unitIds: numbers.map((n) => venue.unitIds[n]!) });

function expectWantedTwice(refused: Answer, pointers: string[]): void {
  expect([refused.status, problemOf(refused)], JSON.stringify(refused.body)).toEqual([
    422,
    "invalid-request",
  ]);
  expect(refused.body.errors.map((one: { pointer: string }) => one.pointer)).toEqual(pointers);
}

describe("an order with two items for the same thing is refused and writes nothing", () => {
  test("when both want one barber at overlapping times", async () => {
    const items = [
      haircut(salon, TEN, by(0)),
      haircut(salon, TEN, by(1)),
      haircut(salon, TEN, by(0)),
    ];
    const refused = await order(items);
    expectWantedTwice(refused, ["/items/2"]);
    expect(refused.body.errors[0].detail).toContain("/items/0");
    expect((await customer.get("/v1/bookings")).body.items).toEqual([]);
  });

  test("when both want one rig for overlapping hours", async () => {
    const items = [
      rig(venue, TEN, { hours: 2, ...on(0, 1) }),
      rig(venue, ELEVEN, { ...on(1, 2) }),
      rig(venue, TEN, { ...on(0) }),
    ];
    expectWantedTwice(await order(items), ["/items/1", "/items/2"]);
  });

  test("when both want one seat on overlapping segments", async () => {
    const items = [seats(bus, ["1", "2"], 0, 2), seats(bus, ["2", "3"], 1, 2)];
    expectWantedTwice(await order(items), ["/items/1"]);
  });

  test("also when an amendment makes two items overlap", async () => {
    const items = [haircut(salon, TEN, by(0)), haircut(salon, ELEVEN, by(0))];
    const { body } = await customer.post("/v1/bookings", { items });
    const [one, two] = body.items;
    const path = `/v1/bookings/${body.id}/amendments`;
    const both = [one, two].map(({ id }) => ({ id, start: HALF_PAST }));
    expectWantedTwice(await customer.post(path, { items: both }), ["/items/1"]);
    expectWantedTwice(await customer.post(`${path}/quote`, { items: both }), ["/items/1"]);
    const intoTheOther = await customer.post(path, { items: [{ id: one.id, start: ELEVEN }] });
    // An item that stays unchanged blocks its time like any other booking.
    expect([intoTheOther.status, problemOf(intoTheOther)]).toEqual([409, "already-taken"]);
    const added = await customer.post(path, { items: [haircut(salon, TEN, by(0))] });
    expect([added.status, added.body.alternatives.length > 0]).toEqual([409, true]);
    await customer.post(`/v1/bookings/${body.id}/cancellation`);
  });
});

test("adjoining items are accepted, and another customer's booking is a conflict instead", async () => {
  const inTurn = await order([
    haircut(salon, TEN, by(0)),
    haircut(salon, HALF_PAST, by(0)),
    haircut(salon, TEN, by(1)),
    rig(venue, TEN, on(0)),
    rig(venue, ELEVEN, on(0)),
    seats(bus, ["1"], 0, 1),
    seats(bus, ["1"], 1, 2),
  ]);
  expect(inTurn.status, JSON.stringify(inTurn.body)).toBe(201);
  const twiceWhatIsTaken = await order([rig(venue, TEN, on(0)), rig(venue, TEN, on(0))]);
  expect([twiceWhatIsTaken.status, problemOf(twiceWhatIsTaken)]).toEqual([409, "already-taken"]);
});

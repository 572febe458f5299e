import { sql } from "kysely";
import { expect, test } from "vitest";
import { MINUTE_MS } from "../../src/base/time.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { openTripEdits } from "./trip-edits.ts";

const { book, clock, customer, db, makeLine, other, owner, payLate, sell, toldOf } =
  await openTripEdits();

type Line = Awaited<ReturnType<typeof makeLine>>;

function seat(label: string, row: number, column: number, seatClass = "standard") {
  return { label, row, column, class: seatClass };
}

async function makeVehicle(line: Line, name: string, seats: ReturnType<typeof seat>[]) {
  const { status, body } = await line.manager.post(`${line.url}/vehicles`, { name, seats });
  expect(status).toBe(201);
  return body.id as string;
}

async function redraw(line: Line, ...labels: string[]) {
  const seats = labels.map((label, index) => seat(label, 1, index + 1));
  return line.edit(`vehicles/${line.vehicleId}`, { seats });
}

async function numbersOf(line: Line): Promise<Record<string, number>> {
  const { rows } = await sql<{ label: string; seat_no: number }>`
    select label, seat_no from vehicle_seats where vehicle_id = ${line.vehicleId}`.execute(owner);
  return Object.fromEntries(rows.map((row) => [row.label, row.seat_no]));
}

async function ownedBy(bookingId: string): Promise<string[]> {
  const { rows } = await sql<{ label: string }>`
    select label from claims where booking_id = ${bookingId} and blocking order by label`.execute(
    owner,
  );
  return rows.map((row) => row.label);
}

test("a seat removed from the map keeps its number, which no other seat gets, and has it again when it returns", async () => {
  const line = await makeLine();
  expect((await redraw(line, "1", "2", "3")).status).toBe(200);
  expect((await redraw(line, "1", "2", "3", "WC")).status).toBe(200);
  expect(await numbersOf(line)).toMatchObject({ "4": 4, WC: 5 });
  const back = await redraw(line, "1", "4");
  expect(back.body.seats.map((one: { label: string }) => one.label)).toEqual(["1", "4"]);
  expect(await numbersOf(line)).toEqual({ "1": 1, "2": 2, "3": 3, "4": 4, WC: 5 });
});

test("late money for a seat that was removed or renamed is refused", async () => {
  const line = await makeLine({ payment_terms: "full" });
  const held = await sell(line, ["2"]);
  clock.advance(11 * MINUTE_MS);
  expect((await redraw(line, "1", "WC", "3", "4")).status).toBe(200);
  expect(await payLate(held.id)).toBe("refused");
  expect((await book(line, ["2"])).status).toBe(422);
  expect((await book(line, ["WC"], 0, 2, other)).status).toBe(201);
});

test("late money for a seat whose class changed is refused", async () => {
  const line = await makeLine({ payment_terms: "full" });
  const held = await sell(line, ["2"]);
  clock.advance(11 * MINUTE_MS);
  const poorer = [seat("1", 1, 1), seat("2", 1, 2, "jump seat")];
  expect((await line.edit(`vehicles/${line.vehicleId}`, { seats: poorer })).status).toBe(200);
  expect(await payLate(held.id)).toBe("refused");
});

test("a sold seat can be moved on the map, but not removed or given another class", async () => {
  const line = await makeLine();
  const sold = await sell(line, ["2"]);
  const gone = await redraw(line, "1", "3", "4");
  expect(gone).toMatchObject({
    status: 409,
    body: { bookings: [{ id: sold.id, unit: { en: "2" }, reasons: ["seat-removed"] }] },
  });
  const better = [seat("1", 1, 1), seat("2", 1, 2, "vip")];
  expect((await line.edit(`vehicles/${line.vehicleId}`, { seats: better })).status).toBe(409);
  expect((await redraw(line, "2", "1", "3", "4")).status).toBe(200);
});

test("a change to a vehicle with the same seats leaves all bookings unchanged", async () => {
  const line = await makeLine();
  const sold = await sell(line, ["3", "1"]);
  const same = ["9", "3", "2", "1"].map((label, n) => seat(label, 1, n + 1));
  const vehicleId = await makeVehicle(line, "Spare", same);
  const done = await line.editTrip({ vehicleId });
  expect(done).toMatchObject({ status: 200, body: { vehicleId } });
  expect(await ownedBy(sold.id)).toEqual(["1", "3"]);
  expect(await toldOf(sold.id)).toEqual(["booking.confirmed"]);
  expect((await book(line, ["1"], 0, 2, other)).status).toBe(409);
  expect((await book(line, ["9"], 0, 2, other)).status).toBe(201);
});

test("a booking that loses its seat must be acknowledged, gets an equal free seat, and its customer is told", async () => {
  const line = await makeLine();
  const stays = await sell(line, ["1"]);
  const moved = await sell(line, ["4"]);
  const minibus = await makeVehicle(line, "Minibus", [
    seat("1", 1, 1),
    seat("7", 1, 3),
    seat("8", 1, 4, "vip"),
  ]);
  const asked = await line.editTrip({ vehicleId: minibus });
  expect(asked).toMatchObject({ status: 409, body: { errors: [{ pointer: "/acknowledge" }] } });
  expect(asked.body.bookings).toMatchObject([
    {
      id: moved.id,
      outcome: "moved",
      seats: [{ label: "4", class: "standard", to: "7" }],
    },
  ]);
  expect(await ownedBy(moved.id)).toEqual(["4"]);
  const done = await line.editTrip({ vehicleId: minibus, acknowledge: [moved.id] });
  expect(done).toMatchObject({ status: 200, body: { vehicleId: minibus } });
  expect([await ownedBy(stays.id), await ownedBy(moved.id)]).toEqual([["1"], ["7"]]);
  const { body } = await customer.get(`/v1/bookings/${moved.id}`);
  expect(body.items[0].seats).toEqual([
    { label: "7", class: "standard", passenger: "Passenger 4" },
  ]);
  expect(await toldOf(moved.id)).toEqual(["booking.confirmed", "booking.reseated"]);
});

test("a booking that gets no equal seat is cancelled by the business, once acknowledged, without a fee", async () => {
  const line = await makeLine();
  await sql`update offerings set cancel_fee_percent = 100, free_cancel_hours = 8000 where id = ${line.routeId}`.execute(
    owner,
  );
  const stays = await sell(line, ["1"]);
  const lost = await sell(line, ["2", "3"]);
  const van = await makeVehicle(line, "Van", [seat("1", 1, 1), seat("5", 1, 2)]);
  const asked = await line.editTrip({ vehicleId: van });
  expect(asked.body.bookings).toMatchObject([
    { id: lost.id, outcome: "cancelled", seats: [{ to: "5" }, { to: null }] },
  ]);
  const half = await line.editTrip({ vehicleId: van, acknowledge: [stays.id] });
  expect(half.status).toBe(409);
  const done = await line.editTrip({ vehicleId: van, acknowledge: [lost.id] });
  expect(done.status).toBe(200);
  expect((await customer.get(`/v1/bookings/${lost.id}`)).body).toMatchObject({
    status: "cancelled",
    cancelledBy: "business",
  });
  expect(await ownedBy(lost.id)).toEqual([]);
  expect(await ownedBy(stays.id)).toEqual(["1"]);
});

test("two bookings that share a seat on successive legs share a seat in the new vehicle too", async () => {
  const line = await makeLine();
  const first = await sell(line, ["4"], 0, 1);
  const second = await sell(line, ["4"], 1, 2, other);
  const small = await makeVehicle(line, "Small", [seat("6", 1, 4)]);
  const done = await line.editTrip({ vehicleId: small, acknowledge: [first.id, second.id] });
  expect(done.status).toBe(200);
  expect([await ownedBy(first.id), await ownedBy(second.id)]).toEqual([["6"], ["6"]]);
});

test("late money for a seat of the previous vehicle is refused, even if a new seat has the same number", async () => {
  const line = await makeLine({ payment_terms: "full" });
  const held = await sell(line, ["1"]);
  clock.advance(11 * MINUTE_MS);
  const turned = await makeVehicle(line, "Turned", [seat("2", 1, 1), seat("1", 1, 2)]);
  expect((await line.editTrip({ vehicleId: turned })).status).toBe(200);
  expect(await payLate(held.id)).toBe("refused");
});

test("the database itself refuses a vehicle that lacks a sold seat", async () => {
  const line = await makeLine();
  await sell(line, ["1"]);
  const bare = await makeVehicle(line, "Bare", [seat("Z", 1, 1)]);
  const swapping = sql`update trips set vehicle_id = ${bare} where id = ${line.tripId}`;
  await expect(swapping.execute(owner)).rejects.toThrow(/its vehicle does not have/);
});

test("a trip cannot be given another business's vehicle", async () => {
  const [line, foreign] = [await makeLine(), await makeLine()];
  const asked = await line.editTrip({ vehicleId: foreign.vehicleId });
  expect(asked).toMatchObject({ status: 422, body: { errors: [{ pointer: "/vehicleId" }] } });
});

test("cancelling a trip cancels the acknowledged bookings and stops its sale", async () => {
  const line = await makeLine();
  const sold = await sell(line, ["1"]);
  const asked = await line.editTrip({ status: "cancelled" });
  expect(asked).toMatchObject({ status: 409, body: { bookings: [{ id: sold.id }] } });
  const done = await line.editTrip({ status: "cancelled", acknowledge: [sold.id] });
  expect(done).toMatchObject({ status: 200, body: { status: "cancelled" } });
  expect((await customer.get(`/v1/bookings/${sold.id}`)).body.status).toBe("cancelled");
  expect((await book(line, ["2"])).status).toBe(422);
});

test("an expired hold does not block an edit, and its booking need not be acknowledged", async () => {
  const line = await makeLine({ payment_terms: "full" });
  await sell(line, ["1"]);
  clock.advance(11 * MINUTE_MS);
  expect((await redraw(line, "2", "3")).status).toBe(200);
  expect((await line.editTrip({ status: "cancelled" })).status).toBe(200);
});

test("holdfast verify finds nothing broken after these tests", async () => {
  const results = await runChecks(db, new Date(clock.now()).toISOString(), () => undefined);
  expect(results.filter((one) => one.broken > 0).map((one) => one.title)).toEqual([]);
});

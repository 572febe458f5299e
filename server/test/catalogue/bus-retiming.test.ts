import { sql } from "kysely";
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../src/base/time.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { DAY, openTripEdits, stopsAt } from "./trip-edits.ts";

const { app, book, clock, customer, db, makeLine, other, owner, payLate, sell, toldOf } =
  await openTripEdits();

async function bookingNow(id: string) {
  return (await customer.get(`/v1/bookings/${id}`)).body;
}

async function seatsOf(line: { tripId: string; stopIds: readonly string[] }) {
  const query = `from=${line.stopIds[0]}&to=${line.stopIds[2]}`;
  const { body } = await app.as().get(`/v1/trips/${line.tripId}/seats?${query}`);
  return body.items.map((seat: { status: string }) => seat.status).join(" ");
}

test("retiming a sold trip keeps its seat sold, updates the booking and tells the customer", async () => {
  const line = await makeLine();
  const sold = await sell(line, ["1"]);
  const done = await line.editTrip({ stops: stopsAt(line, ["09:00", "13:00", "16:00"]) });
  expect(done).toMatchObject({ status: 200, body: { departure: `${DAY}T09:00:00+03:00` } });
  expect(await seatsOf(line)).toBe("taken free free free");
  const shown = await bookingNow(sold.id);
  expect(shown).toMatchObject({ start: `${DAY}T06:00:00.000Z`, status: "confirmed" });
  expect(shown.items[0]).toMatchObject({
    departure: `${DAY}T09:00:00+03:00`,
    arrival: `${DAY}T16:00:00+03:00`,
  });
  const events = await customer.get(`/v1/bookings/${sold.id}/events`);
  expect(events.body.items.map((one: { type: string }) => one.type)).toEqual([
    "confirmed",
    "retimed",
  ]);
  expect(await toldOf(sold.id)).toEqual(["booking.confirmed", "booking.retimed"]);
});

test("moving a trip by more than half an hour makes cancellation free until departure; a smaller move changes nothing", async () => {
  const line = await makeLine();
  await sql`update offerings set free_cancel_hours = 24, cancel_fee_percent = 50 where id = ${line.routeId}`.execute(
    owner,
  );
  const sold = await sell(line, ["1"]);
  const freeUntil = async () =>
    Date.parse((await customer.get(`/v1/bookings/${sold.id}/cancellation`)).body.freeUntil);
  expect(await freeUntil()).toBe(Date.parse("2026-11-30T08:00:00+03:00"));
  await line.editTrip({ stops: stopsAt(line, ["07:40", "12:00", "15:00"]) });
  expect(await freeUntil()).toBe(Date.parse("2026-11-30T08:00:00+03:00"));
  await line.editTrip({ stops: stopsAt(line, ["07:20", "12:00", "15:00"]) });
  expect(await freeUntil()).toBe(Date.parse(`${DAY}T07:20:00+03:00`));
  await line.editTrip({ stops: stopsAt(line, ["08:00", "12:00", "15:00"]) });
  expect(await freeUntil()).toBe(Date.parse(`${DAY}T07:20:00+03:00`));
});

test("late money for an expired hold is refused when the trip was retimed and the seat sold to someone else", async () => {
  const line = await makeLine({ payment_terms: "full" });
  const held = await sell(line, ["1"]);
  clock.advance(11 * MINUTE_MS);
  await line.editTrip({ stops: stopsAt(line, ["09:00", "13:00", "16:00"]) });
  await sell(line, ["1"], 0, 2, other);
  expect(await payLate(held.id)).toBe("refused");
});

test("late money is refused when the trip moved by more than half an hour, and accepted when it moved by less", async () => {
  const far = await makeLine({ payment_terms: "full" });
  const near = await makeLine({ payment_terms: "full" });
  const [lost, kept] = [await sell(far, ["1"]), await sell(near, ["1"])];
  clock.advance(11 * MINUTE_MS);
  await far.editTrip({ stops: stopsAt(far, ["08:31", "12:00", "15:00"]) });
  await near.editTrip({ stops: stopsAt(near, ["08:30", "12:00", "15:00"]) });
  expect(await payLate(lost.id)).toBe("refused");
  expect(await payLate(kept.id)).toBe("confirmed");
  expect(await bookingNow(kept.id)).toMatchObject({ start: `${DAY}T05:30:00.000Z` });
});

test("a stop can be added or removed only where no sold seat travels over it", async () => {
  const line = await makeLine();
  await sell(line, ["1"], 0, 1);
  const [riyadh, buraydah, hail] = stopsAt(line, ["08:00", "12:00", "15:00"]);
  const between = (time: string) => ({
    stopId: line.stopIds[0],
    departure: `${DAY}T${time}:00+03:00`,
  });
  const across = await line.editTrip({ stops: [riyadh, between("10:00"), buraydah, hail] });
  expect(across).toMatchObject({
    status: 409,
    body: { bookings: [{ unit: { en: "1" }, reasons: ["stops-changed"] }] },
  });
  expect((await line.editTrip({ stops: [riyadh, hail] })).status).toBe(409);
  expect((await line.editTrip({ stops: [buraydah, hail] })).status).toBe(409);
  const closed = { ...riyadh, boards: false };
  expect((await line.editTrip({ stops: [closed, buraydah, hail] })).status).toBe(409);
  const beyond = await line.editTrip({ stops: [riyadh, buraydah, between("13:00"), hail] });
  expect(beyond).toMatchObject({ status: 200 });
  expect(beyond.body.stops).toHaveLength(4);
  // Earlier and new bookings use the same stop positions.
  expect((await book(line, ["1"], 0, 2)).status).toBe(409);
  expect((await book(line, ["1"], 1, 2)).status).toBe(201);
  expect((await line.editTrip({ stops: [riyadh, buraydah, hail] })).status).toBe(409);
});

test("a removed stop's position is never reused, so late money cannot buy a ride to another stop", async () => {
  const line = await makeLine({ payment_terms: "full" });
  const held = await sell(line, ["1"], 0, 1);
  clock.advance(11 * MINUTE_MS);
  const [riyadh, buraydah, hail] = stopsAt(line, ["08:00", "12:00", "15:00"]);
  expect((await line.editTrip({ stops: [riyadh, hail] })).status).toBe(200);
  const elsewhere = { stopId: line.stopIds[2], departure: `${DAY}T12:00:00+03:00` };
  expect((await line.editTrip({ stops: [riyadh, elsewhere, hail] })).status).toBe(200);
  expect(await payLate(held.id)).toBe("refused");
  expect(buraydah).toBeDefined();
});

test("a departure cannot be moved into the past, and a finished trip cannot be changed", async () => {
  const line = await makeLine({ date: "2026-11-21" });
  const at = (time: string) => `2026-11-21T${time}:00+03:00`;
  const stops = (...times: string[]) =>
    times.map((time, index) => ({ stopId: line.stopIds[index], departure: at(time) }));
  // It is a few minutes past nine in Riyadh: the bus has already left the first stop.
  const late = await line.editTrip({ stops: stops("08:00", "12:30", "15:30") });
  expect(late.status).toBe(200);
  const past = await line.editTrip({ stops: stops("08:30", "09:00", "15:30") });
  expect(past.body.errors.map((one: { pointer: string }) => one.pointer)).toEqual([
    "/stops/0/departure",
    "/stops/1/departure",
  ]);
  clock.advance(8 * HOUR_MS);
  const over = await line.editTrip({ stops: stops("08:00", "12:30", "18:30") });
  expect(over.status).toBe(409);
});

test("times that go backwards or are weeks away are refused at their field, and so is a foreign stop", async () => {
  const line = await makeLine();
  const backwards = await line.editTrip({ stops: stopsAt(line, ["09:00", "08:00", "16:00"]) });
  expect(backwards.body.errors).toMatchObject([{ pointer: "/stops/1/arrival" }]);
  const [first, second, third] = stopsAt(line, ["09:00", "10:00", "16:00"]);
  const far = { ...third, departure: "2026-12-20T16:00:00+03:00" };
  const weeks = await line.editTrip({ stops: [first, second, far] });
  expect(weeks.body.errors).toMatchObject([{ pointer: "/stops/2" }]);
  const foreign = { ...third, stopId: line.routeId };
  const nowhere = await line.editTrip({ stops: [first, second, foreign] });
  expect(nowhere.body.errors).toMatchObject([{ pointer: "/stops/2/stopId" }]);
});

test("new times of a journey apply to its coming trips, sold or not, and to trips made later", async () => {
  const line = await makeLine();
  const sold = await sell(line, ["2"]);
  const [riyadh, buraydah, hail] = line.stopIds;
  const stops = [
    { stopId: riyadh, departure: "10:00" },
    { stopId: buraydah, departure: "14:00" },
    { stopId: hail, arrival: "17:00" },
  ];
  const done = await line.edit(`journeys/${line.journeyId}`, { stops });
  expect(done).toMatchObject({ status: 200 });
  expect((await bookingNow(sold.id)).start).toBe(`${DAY}T07:00:00.000Z`);
  expect(await line.readTrip()).toMatchObject({ departure: `${DAY}T10:00:00+03:00` });
  const window = { journeyId: line.journeyId, from: "2026-12-02", to: "2026-12-02" };
  await line.manager.post(`${line.url}/trips`, window);
  const { body } = await line.manager.get(`${line.url}/trips?from=2026-12-02`);
  expect(body.items).toMatchObject([{ departure: "2026-12-02T10:00:00+03:00" }]);
});

test("a trip that has its own times does not follow its journey's new times", async () => {
  const line = await makeLine();
  await line.editTrip({ stops: stopsAt(line, ["08:05", "12:00", "15:00"]) });
  const stops = line.stopIds.map((stopId, n) => ({ stopId, departure: `${10 + n}:00` }));
  expect((await line.edit(`journeys/${line.journeyId}`, { stops })).status).toBe(200);
  expect(await line.readTrip()).toMatchObject({ departure: `${DAY}T08:05:00+03:00` });
});

test("the database itself refuses to remove a stop that a sold seat travels over", async () => {
  const line = await makeLine();
  await sell(line, ["1"]);
  const fake = sql<string>`gen_random_uuid()`;
  const { rows } = await sql<{ id: string }>`
    insert into timetables (business_id, id, journey_id, is_current)
    values (${line.businessId}, ${fake}, ${line.journeyId}, false) returning id`.execute(owner);
  await sql`
    insert into timetable_stops (business_id, timetable_id, position, stop_id, arrives_seconds, departs_seconds, boundary_seconds)
    select business_id, ${rows[0]!.id}, position, stop_id, arrives_seconds, departs_seconds, boundary_seconds
    from timetable_stops where timetable_id = ${line.journeyId} and position <> 2000`.execute(
    owner,
  );
  const swapping = sql`update trips set timetable_id = ${rows[0]!.id} where id = ${line.tripId}`;
  await expect(swapping.execute(owner)).rejects.toThrow(/is sold/);
});

test("holdfast verify finds nothing broken after these tests", async () => {
  const results = await runChecks(db, new Date(clock.now()).toISOString(), () => undefined);
  // Late money is simulated here without a payment.
  const broken = results.filter((one) => one.broken > 0 && one.guarantee !== 8);
  expect(broken.map((one) => one.title)).toEqual([]);
});

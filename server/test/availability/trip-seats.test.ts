import { expect, test } from "vitest";
import { makeBusLine } from "../harness/bus-line.ts";
import { openTripsApp } from "./trips-app.ts";

const { addTrip, anybody, app, book, line, rename, statuses, trips } = await openTripsApp();

test("a sold seat is taken on its own segment only, and the free count agrees with the map", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-12-10" });
  await rename(coach, ["Alpha", "Beta", "Gamma"]);
  expect((await book(coach, 0, 1, "1", "2")).status).toBe(201);
  expect((await book(coach, 1, 2, "2")).status).toBe(201);
  expect(await statuses(coach, 0, 1)).toBe("taken taken free free");
  expect(await statuses(coach, 1, 2)).toBe("free taken free free");
  expect(await statuses(coach)).toBe("taken taken free free");
  const free = async (from: string, to: string) =>
    (await trips(from, to, "2026-12-10"))[0]?.seatsFree;
  expect([
    await free("Alpha", "Beta"),
    await free("Beta", "Gamma"),
    await free("Alpha", "Gamma"),
  ]).toEqual([2, 3, 2]);
});

test("a taken seat is refused with the free seats and the route's next trip", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-12-12" });
  const later = await addTrip(coach, "2026-12-12", 7200);
  await addTrip(coach, "2026-12-14");
  await book(coach, 0, 1, "2");
  const { status, body } = await book(coach, 0, 2, "1", "2");
  expect(status).toBe(409);
  expect(body.alternatives).toMatchObject([
    { tripId: coach.tripId, seatsFree: 3, seats: [{ label: "1" }, { label: "3" }, { label: "4" }] },
    { tripId: later, seatsFree: 4, departure: "2026-12-12T10:00:00+03:00" },
  ]);
});

test("a held seat is shown as held, and as free once the hold expires", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-12-16", payment_terms: "full" });
  await rename(coach, ["Holdham", "Waitwick", "Letgo"]);
  const free = async () => (await trips("Holdham", "Letgo", "2026-12-16"))[0]?.seatsFree;
  expect((await book(coach, 0, 2, "3")).body).toMatchObject({ status: "reserved" });
  expect([await statuses(coach, 1, 2), await free()]).toEqual(["free free held free", 3]);
  app.clock.advance(10 * 60_000);
  expect([await statuses(coach, 1, 2), await free()]).toEqual(["free free free free", 4]);
});

test("a departed trip is not listed and has no seat map; the refusal names the next trip", async () => {
  const coach = await makeBusLine(app.db, { date: "2026-11-21" });
  const later = await addTrip(coach, "2026-11-21", 3 * 3600);
  await rename(coach, ["Gone", "Going", "There"]);
  const listed = await trips("Gone", "There", "2026-11-21");
  expect(listed.map((one) => one.id)).toEqual([later]);
  const { status, body } = await anybody.get(`/v1/trips/${coach.tripId}/seats`);
  expect([status, body.reasons]).toMatchObject([422, [{ rule: "trip-departed" }]]);
  expect(body.alternatives).toMatchObject([{ tripId: later }]);
  // Passengers may still board at stops that the trip has not reached.
  const { stopIds } = coach;
  const onwards = await anybody.get(`/v1/trips/${coach.tripId}/seats?from=${stopIds[1]}`);
  expect([onwards.status, onwards.body.items?.length]).toEqual([200, 4]);
});

test("the seat map names all stops and tells which allow boarding", async () => {
  const { body } = await anybody.get(`/v1/trips/${line.tripId}/seats`);
  expect(body.stops).toMatchObject([
    { id: line.stopIds[0], position: 1, departure: "2026-12-01T08:00:00+03:00", boards: true },
    { position: 2 },
    { position: 3, arrival: "2026-12-01T15:00:00+03:00" },
  ]);
  expect(body.items[0]).toEqual({
    label: "1",
    row: 1,
    column: 1,
    class: "standard",
    status: "free",
    price: { amount: 10_000, currency: "SAR" },
  });
});

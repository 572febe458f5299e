import { expect, test } from "vitest";
import { DAY, openTripEdits, stopsAt } from "./trip-edits.ts";

const { customer, makeLine } = await openTripEdits();

type Line = Awaited<ReturnType<typeof makeLine>>;

function seatItem({ tripId, stopIds }: Line, label: string, from: number, to: number) {
  const ends = { from: stopIds[from], to: stopIds[to] };
  return { kind: "seat", tripId, ...ends, seats: [{ label, passenger: "Reem" }] };
}

/** Books seat 1 to Buraydah and seat 2 from there on, with a change of seat 2 awaiting acceptance. */
async function makeWaitingChange(line: Line) {
  const items = [seatItem(line, "1", 0, 1), seatItem(line, "2", 1, 2)];
  const { body: booked } = await customer.post("/v1/bookings", { items });
  const path = `/v1/bookings/${booked.id}`;
  await line.manager.post(`${path}/confirmation`, {});
  const change = { id: booked.items[1].id, seats: [{ label: "3", passenger: "Reem" }] };
  const { body } = await customer.post(`${path}/amendments`, { items: [change] });
  expect(body).toMatchObject({
    status: "awaitingAcceptance",
    expiresAt: `${DAY}T05:00:00.000Z`,
  });
  return { path, change: `${path}/amendments/${body.id}` };
}

test("a change awaiting acceptance expires no later than the trip's new departure", async () => {
  const line = await makeLine({ terms: { acceptance: "manual" } });
  const { path } = await makeWaitingChange(line);
  expect((await line.editTrip({ stops: stopsAt(line, ["07:00", "12:00", "15:00"]) })).status).toBe(
    200,
  );
  const { body } = await customer.get(`${path}/amendments`);
  expect(body.items).toMatchObject([{ expiresAt: `${DAY}T04:00:00.000Z` }]);
});

test("accepting a change of one seat keeps the new times of the booking's other seat", async () => {
  const line = await makeLine({ terms: { acceptance: "manual" } });
  const { path, change } = await makeWaitingChange(line);
  await line.editTrip({ stops: stopsAt(line, ["07:00", "12:00", "15:00"]) });
  expect((await line.manager.post(`${change}/acceptance`, {})).status).toBe(200);
  expect((await customer.get(path)).body.start).toBe(`${DAY}T04:00:00.000Z`);
});

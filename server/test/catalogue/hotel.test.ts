import { expect, test } from "vitest";
import { approve, openConsole, pointersOf, riyadh, sar } from "./console.ts";

const hotel = await openConsole("hotel");
const { as, customer, edit, get, make, post } = hotel;
const property = await make("locations", riyadh);
const double = {
  locationId: property.id,
  name: { ar: "غرفة مزدوجة", en: "Double room" },
  rooms: 3,
  occupancy: 2,
  price: sar(30_000),
};
const room = await make("roomTypes", double);

test("a room type has a room count, an occupancy and a base price, each within its limits", async () => {
  expect(room).toMatchObject({ ...double, minNights: 1, version: 1 });
  for (const [wrong, pointer] of [
    [{ rooms: -1 }, "/rooms"],
    [{ rooms: 1.5 }, "/rooms"],
    [{ occupancy: 0 }, "/occupancy"],
    [{ minNights: 366 }, "/minNights"],
    [{ price: sar(1e15) }, "/price/amount"],
  ] as const) {
    expect(pointersOf(await post("roomTypes", { ...double, ...wrong }))).toEqual([pointer]);
  }
});

test("prices, closures and minimum stays can be set for nights and cleared again", async () => {
  const put = async (...rates: object[]) => {
    const { body } = await get(`roomTypes/${room.id}`);
    return edit("PUT", `roomTypes/${room.id}/rates`, body.version, { rates });
  };
  const read = async () =>
    (await get(`roomTypes/${room.id}/rates?from=2026-12-01&to=2026-12-31`)).body.items;
  const done = await put(
    { from: "2026-12-10", to: "2026-12-12", price: sar(50_000), minNights: 2 },
    { from: "2026-12-12", to: "2026-12-12", closed: true },
  );
  expect(done.body.version).toBe(2);
  const weekend = { price: sar(50_000), closed: false, minNights: 2 };
  expect(await read()).toEqual([
    { night: "2026-12-10", ...weekend },
    { night: "2026-12-11", ...weekend },
    { night: "2026-12-12", price: null, closed: true, minNights: null },
  ]);
  await put({ from: "2026-12-11", to: "2026-12-31" });
  expect(await read()).toEqual([{ night: "2026-12-10", ...weekend }]);

  const backwards = await put({ from: "2026-12-11", to: "2026-12-10" });
  expect(pointersOf(backwards)).toEqual(["/rates/0/to"]);
  const century = await put({ from: "2026-12-11", to: "2126-12-10" });
  expect(pointersOf(century)).toEqual(["/rates/0/to"]);
  expect(pointersOf(await put())).toEqual(["/rates"]);
  const range = `roomTypes/${room.id}/rates?from=2026-12-02&to=2026-12-01`;
  expect(pointersOf(await get(range))).toEqual(["/query/to"]);
});

test("a room type cannot have fewer rooms than are sold for a night", async () => {
  await approve(hotel);
  const stay = {
    kind: "stay",
    roomTypeId: room.id,
    checkIn: "2026-12-20",
    checkOut: "2026-12-22",
    rooms: 2,
    guests: 2,
  };
  const booked = await customer.post("/v1/bookings", { items: [stay] });
  expect(booked).toMatchObject({ status: 201 });
  const { body } = await get(`roomTypes/${room.id}`);
  const fewer = await edit("PATCH", `roomTypes/${room.id}`, body.version, { rooms: 1 });
  expect(fewer.status).toBe(409);
  expect(pointersOf(fewer)).toEqual(["/rooms"]);
  const enough = await edit("PATCH", `roomTypes/${room.id}`, body.version, { rooms: 2 });
  expect(enough.body.rooms).toBe(2);
  const { body: shown } = await as().get(`/v1/businesses/${hotel.businessId}/roomTypes`);
  expect(shown.items).toMatchObject([{ id: room.id, rooms: 2 }]);
});

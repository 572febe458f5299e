import { expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import { makeHotel } from "../harness/businesses.ts";
import { openStaysApp } from "./stays-app.ts";

const { addType, app, book, customer, setRate } = await openStaysApp();

test("a full hotel refuses a stay and offers other rooms and other dates", async () => {
  const hotel = await makeHotel(app.db);
  const suite = await addType(hotel, 1, 90_000);
  await book(hotel.roomTypeId, "2026-12-02", "2026-12-03");
  const { status, body } = await book(hotel.roomTypeId, "2026-12-01", "2026-12-03");
  expect(status).toBe(409);
  expect(body.alternatives).toMatchObject([
    { roomTypeId: suite, checkIn: "2026-12-01" },
    { roomTypeId: hotel.roomTypeId, checkIn: "2026-11-30", checkOut: "2026-12-02" },
    { checkIn: "2026-11-29" },
    { checkIn: "2026-12-03" },
    { checkIn: "2026-11-28" },
    { checkIn: "2026-12-04" },
  ]);
});

test("moving a stay does not conflict with its own nights", async () => {
  const hotel = await makeHotel(app.db);
  const { body } = await book(hotel.roomTypeId, "2026-12-01", "2026-12-04");
  const moved = { id: body.items[0].id, checkIn: "2026-12-02", checkOut: "2026-12-05" };
  const answer = await customer.send(
    "POST",
    `/v1/bookings/${body.id}/amendments`,
    { items: [moved] },
    { "idempotency-key": newId(), "if-match": `"${body.version}"` },
  );
  expect([answer.status, answer.body.items?.[0]?.after.checkIn]).toEqual([201, "2026-12-02"]);
});

test("a refused stay names every broken rule", async () => {
  const hotel = await makeHotel(app.db);
  await setRate(hotel, "2026-12-01", { closed: true, minNights: 5 });
  const { status, body } = await book(hotel.roomTypeId, "2026-12-01", "2026-12-03", 2);
  expect(status).toBe(422);
  expect(body.reasons.map((one: { rule: string }) => one.rule)).toEqual([
    "night-closed",
    "below-minimum-stay",
    "not-enough-units",
  ]);
});

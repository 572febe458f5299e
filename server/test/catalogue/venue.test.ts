import { expect, test } from "vitest";
import { approve, openConsole, pointersOf, riyadh, sar } from "./console.ts";

const venue = await openConsole("venue");
const { as, edit, get, make, post } = venue;
const branch = await make("locations", riyadh);
const rigs = await make("rentals", {
  locationId: branch.id,
  name: { ar: "محاكي", en: "Simulator" },
  pricePerHour: sar(9_000),
  stepMinutes: 30,
  durationsMinutes: [120, 60],
});
const rig = await make("rentalUnits", { rentalId: rigs.id, label: "Rig 1" });

test("a rental has durations, an hourly price and units with unique labels", async () => {
  expect(rigs).toMatchObject({
    durationsMinutes: [60, 120],
    pricePerHour: sar(9_000),
    rentalUnits: [],
  });
  const { body } = await get(`rentals/${rigs.id}`);
  expect(body.rentalUnits).toEqual([{ id: rig.id, label: "Rig 1", active: true }]);
  expect((await get(`rentalUnits?rentalId=${rigs.id}`)).body.items).toEqual([rig]);
  expect((await get(`rentalUnits?rentalId=${branch.id}`)).body.items).toEqual([]);
  expect((await post("rentalUnits", { rentalId: rigs.id, label: "Rig 1" })).status).toBe(409);
  const stray = await post("rentalUnits", { rentalId: branch.id, label: "Rig 2" });
  expect(pointersOf(stray)).toEqual(["/rentalId"]);
  const twice = await edit("PATCH", `rentals/${rigs.id}`, 1, { durationsMinutes: [60, 60] });
  expect(pointersOf(twice)).toEqual(["/durationsMinutes/1"]);
  expect((await edit("DELETE", `rentals/${rigs.id}`, 1)).status).toBe(409);
});

test("prices depend on weekday and time of day, and may not overlap", async () => {
  const evening = { weekday: 4, start: "18:00", end: "24:00", pricePerHour: sar(12_000) };
  const night = { weekday: 5, start: "00:00", end: "02:00", pricePerHour: sar(15_000) };
  const put = async (...prices: object[]) => {
    const { body } = await get(`rentals/${rigs.id}`);
    return edit("PUT", `rentals/${rigs.id}/prices`, body.version, { prices });
  };
  expect((await put(evening, night)).body.prices).toEqual([evening, night]);
  const late = await put({ ...evening, end: "02:00" });
  expect(pointersOf(late)).toEqual(["/prices/0/end"]);
  const clash = await put(evening, { ...evening, start: "23:00" });
  expect(pointersOf(clash)).toEqual(["/prices/1"]);
  const foreign = await put(night, {
    ...evening,
    pricePerHour: { amount: 1, currency: "USD" },
  });
  expect(pointersOf(foreign)).toEqual(["/prices/1/pricePerHour/currency"]);
  expect((await get(`rentals/${rigs.id}`)).body.prices).toEqual([evening, night]);
});

test("anyone may list a venue's active units, and an inactive one is hidden", async () => {
  await approve(venue);
  const broken = await make("rentalUnits", { rentalId: rigs.id, label: "Rig 2" });
  await edit("PATCH", `rentalUnits/${broken.id}`, 1, { active: false });
  const { body } = await as().get(`/v1/businesses/${venue.businessId}/rentals`);
  expect(body.items).toHaveLength(1);
  expect(body.items[0].rentalUnits).toEqual([{ id: rig.id, label: "Rig 1", active: true }]);
  expect((await edit("DELETE", `rentalUnits/${broken.id}`, 2)).status).toBe(204);
});

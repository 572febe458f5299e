import { beforeAll, expect, test } from "vitest";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { expectBooked, expectRefused, expectTriedEnough, sampleOf } from "./probe.ts";

const app = await startTestApp({ clock: standingClock() });

let salon: Salon;
let customer: Caller;

beforeAll(async () => {
  salon = await makeSalon(app.db);
  customer = app.as((await makePerson(app.db)).token);
});

const at = (start: string) => ({ kind: "appointment", serviceId: salon.serviceId, start });

test("control: the probe fails on an offer that cannot be booked", async () => {
  const start = "2026-11-24T10:00:00+03:00";
  const path = `/v1/services/${salon.serviceId}/slots?from=2026-11-24&to=2026-11-24`;
  const { body } = await app.as().get(path);
  const [offer] = body.items.filter((one: { start: string }) => one.start === start);
  await customer.post("/v1/bookings", { items: [at(offer.start)] });
  await expect(expectBooked(customer, at(offer.start), {})).rejects.toThrow(/was offered/);
});

test("control: the probe fails on an offer at another price", async () => {
  const item = at("2026-11-24T11:00:00+03:00");
  const total = { amount: 1, currency: "SAR" };
  await expect(expectBooked(customer, item, { total })).rejects.toThrow(/to match object/);
});

test("control: the probe fails when something not offered can be booked", async () => {
  const item = at("2026-11-24T12:00:00+03:00");
  await expect(expectRefused(customer, item)).rejects.toThrow(/was not offered/);
});

test("control: the probe fails when a property tried nothing", () => {
  expect(expectTriedEnough).toThrow(/refusedByRule/);
});

test("a sample is spread over the whole list and is never longer than it", () => {
  const all = Array.from({ length: 100 }, (_, index) => index);
  expect(sampleOf(all, 4)).toEqual([0, 25, 50, 75]);
  expect(sampleOf([1, 2], 5)).toEqual([1, 2]);
  expect(sampleOf([], 5)).toEqual([]);
});

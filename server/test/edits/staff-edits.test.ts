import { beforeEach, describe, expect, test } from "vitest";
import { HOUR_MS } from "../../src/base/time.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { morning, standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, problemOf } from "../flows/wants.ts";
import { fillCalendar } from "./fill-calendar.ts";
import { lastAcknowledged, namedIn, openOffice, type Office } from "./office.ts";

const app = await startTestApp({ clock: standingClock() });
const { db, clock } = app;
const customer = app.as((await makePerson(db)).token);

let salon: Salon;
let office: Office;
let sara: string;
let noura: string;

beforeEach(async () => {
  clock.set(morning);
  salon = await makeSalon(db, { staff: 2 });
  office = await openOffice(app, salon.businessId);
  [sara, noura] = salon.staffIds as [string, string];
});

/** Books on Tuesday the 24th at a Riyadh time. */
async function book(time: string, staffId = sara, by: Caller = customer): Promise<string> {
  const items = [haircut(salon, `2026-11-24T${time}:00+03:00`, { staffId })];
  const { status, body } = await by.post("/v1/bookings", { items, customer: { name: "هند" } });
  expect(status, JSON.stringify(body)).toBe(201);
  return body.id;
}

const day = (start: string, end: string) => ({
  start: `2026-11-24T${start}:00+03:00`,
  end: `2026-11-24T${end}:00+03:00`,
});

describe("time off over appointments", () => {
  const off = (more: object = {}) =>
    office.post(`staff/${sara}/exceptions`, { kind: "off", ...day("09:00", "12:00"), ...more });

  test("is refused with those appointments, and nothing is written", async () => {
    const id = await book("10:00");
    await book("12:00");
    await book("10:00", noura);
    const refused = await off();
    expect([refused.status, problemOf(refused)]).toEqual([409, "conflict"]);
    expect(refused.body.errors[0].pointer).toBe("/acknowledge");
    expect(refused.body.moreBookings).toBe(0);
    expect(refused.body.bookings).toEqual([
      {
        id,
        reference: expect.any(String),
        itemId: expect.any(String),
        kind: "appointment",
        ...day("10:00", "10:30"),
        customerName: "هند",
        unit: { ar: "موظف 1", en: "Staff 1" },
        reasons: ["staff-time-off"],
      },
    ]);
    expect((await office.get(`staff/${sara}/exceptions`)).body.items).toEqual([]);
  });

  test("succeeds once all appointments are acknowledged, which keeps them and audits the acknowledgement", async () => {
    const ids = [await book("10:00"), await book("10:30")];
    expect((await off({ acknowledge: ids.slice(0, 1) })).status).toBe(409);
    const taken = await off({ acknowledge: ids });
    expect(taken.status).toBe(201);
    expect(await lastAcknowledged(app.owner, taken.body.id)).toEqual(ids);
    for (const id of ids) {
      expect((await customer.get(`/v1/bookings/${id}`)).body.status).toBe("confirmed");
    }
    const another = { items: [haircut(salon, day("11:00", "11:30").start, { staffId: sara })] };
    expect((await customer.post("/v1/bookings", another)).status).toBe(422);
  });

  test("is refused again with the current list when another was sold meanwhile", async () => {
    const first = await book("10:00");
    const second = await book("11:00");
    const stale = await off({ acknowledge: [first] });
    expect(namedIn(stale).ids).toEqual([first, second]);
  });

  test("ignores expired holds and cancelled bookings", async () => {
    const dear = await makeSalon(db, { staff: 1, terms: { payment_terms: "full" } });
    const items = [haircut(dear, day("10:00", "10:30").start)];
    const held = await customer.post("/v1/bookings", { items });
    expect(held.body.status).toBe("reserved");
    const dearOffice = await openOffice(app, dear.businessId);
    const path = `staff/${dear.staffIds[0]}/exceptions`;
    const offNow = () => dearOffice.post(path, { kind: "off", ...day("09:00", "12:00") });
    expect(namedIn(await offNow()).ids).toEqual([held.body.id]);
    clock.advance(HOUR_MS);
    expect((await offNow()).status).toBe(201);
    expect((await customer.get(`/v1/bookings/${held.body.id}`)).body.status).toBe("expired");

    const cancelled = await book("10:00");
    expect((await customer.post(`/v1/bookings/${cancelled}/cancellation`)).status).toBe(200);
    expect((await off()).status).toBe(201);
  });

  test("names an appointment again that already lies in another time off", async () => {
    const id = await book("10:00");
    expect((await off({ acknowledge: [id] })).status).toBe(201);
    expect(namedIn(await off()).ids).toEqual([id]);
    expect((await off({ acknowledge: [id] })).status).toBe(201);
  });

  test("succeeds when an acknowledged appointment was cancelled meanwhile", async () => {
    const ids = [await book("10:00"), await book("11:00")];
    expect((await customer.post(`/v1/bookings/${ids[1]}/cancellation`)).status).toBe(200);
    const taken = await off({ acknowledge: ids });
    expect(taken.status).toBe(201);
    expect(await lastAcknowledged(app.owner, taken.body.id)).toEqual([ids[0]]);
  });

  test("names a time held for an unpaid amendment", async () => {
    const dear = await makeSalon(db, { staff: 2, terms: { payment_terms: "full" } });
    const [first, second] = dear.staffIds as [string, string];
    const theirs = await openOffice(app, dear.businessId);
    const items = [haircut(dear, day("16:00", "16:30").start, { staffId: first })];
    const { body: booked } = await customer.post("/v1/bookings", { items });
    const paidBy = { kind: "cash", amount: { amount: 10_000, currency: "SAR" } };
    const confirmation = `/v1/bookings/${booked.id}/confirmation`;
    expect((await theirs.caller.post(confirmation, { paidBy })).status).toBe(200);
    const added = haircut(dear, day("10:00", "10:30").start, { staffId: second });
    const amended = await customer.post(`/v1/bookings/${booked.id}/amendments`, { items: [added] });
    expect(amended.body, JSON.stringify(amended.body)).toMatchObject({ status: "awaitingPayment" });
    const refused = await theirs.post(`staff/${second}/exceptions`, {
      kind: "off",
      ...day("09:00", "12:00"),
    });
    expect(refused.body.bookings).toMatchObject([
      { id: booked.id, ...day("10:00", "10:30"), reasons: ["staff-time-off"] },
    ]);
  });

  test("cannot be acknowledged with bookings of another business", async () => {
    const id = await book("10:00");
    const other = await makeSalon(db);
    const theirs = await customer.post("/v1/bookings", {
      items: [haircut(other, day("10:00", "10:30").start)],
    });
    const refused = await off({ acknowledge: [theirs.body.id] });
    expect(namedIn(refused).ids).toEqual([id]);
    const both = await off({ acknowledge: [theirs.body.id, id] });
    expect(await lastAcknowledged(app.owner, both.body.id)).toEqual([id]);
  });
});

describe("a one-off opening", () => {
  const week = [{ weekday: 2, start: "09:00", end: "12:00" }];

  test("cannot be removed while appointments lie in it", async () => {
    expect((await office.edit("PUT", `staff/${sara}/windows`, { windows: week })).status).toBe(200);
    const opening = { kind: "open", ...day("12:00", "14:00") };
    const { body: open } = await office.post(`staff/${sara}/exceptions`, opening);
    const id = await book("13:00");
    const remove = () => office.edit("DELETE", `staff/${sara}/exceptions/${open.id}`);
    const refused = await remove();
    expect(refused.status).toBe(409);
    expect(namedIn(refused)).toEqual({ ids: [id], reasons: ["outside-staff-hours"] });
  });
});

describe("weekly windows and breaks", () => {
  test("are refused with exactly the appointments that no longer fit", async () => {
    const early = await book("09:00");
    const late = await book("16:00");
    const windows = [{ weekday: 2, start: "12:00", end: "18:00" }];
    const refused = await office.edit("PUT", `staff/${sara}/windows`, { windows });
    expect(namedIn(refused)).toEqual({ ids: [early], reasons: ["outside-staff-hours"] });
    const change = { windows, acknowledge: [early] };
    expect((await office.edit("PUT", `staff/${sara}/windows`, change)).status).toBe(200);
    expect(await lastAcknowledged(app.owner, sara)).toEqual([early]);

    const breaks = [{ weekday: 2, start: "16:15", end: "16:20" }];
    const cut = await office.edit("PUT", `staff/${sara}/breaks`, { breaks });
    expect(namedIn(cut)).toEqual({ ids: [late], reasons: ["staff-on-break"] });
  });

  test("can be replaced freely when they break nothing new", async () => {
    const id = await book("09:00");
    const windows = [{ weekday: 2, start: "12:00", end: "18:00" }];
    const set = (more: object) => office.edit("PUT", `staff/${sara}/windows`, { windows, ...more });
    expect((await set({ acknowledge: [id] })).status).toBe(200);
    expect((await set({})).status).toBe(200);
  });
});

describe("a staff member", () => {
  test("cannot be deactivated without acknowledging the coming appointments", async () => {
    const ids = [await book("10:00"), await book("11:00")];
    const refused = await office.edit("PATCH", `staff/${sara}`, { active: false });
    expect(namedIn(refused)).toEqual({ ids, reasons: ["staff-inactive"] });
    expect((await office.get(`staff/${sara}`)).body.active).toBe(true);
    const change = { active: false, acknowledge: ids };
    expect((await office.edit("PATCH", `staff/${sara}`, change)).body.active).toBe(false);
    expect(await lastAcknowledged(app.owner, sara)).toEqual(ids);
  });

  test("whose appointments are over can be deactivated", async () => {
    await book("10:00");
    clock.set("2026-11-24T10:31:00+03:00");
    const done = await office.edit("PATCH", `staff/${sara}`, { active: false });
    expect(done.status).toBe(200);
  });

  test("can be renamed whatever is booked", async () => {
    await book("10:00");
    const renamed = await office.edit("PATCH", `staff/${sara}`, { name: { ar: "س", en: "S" } });
    expect(renamed.status).toBe(200);
  });

  test("cannot move to another branch without acknowledging the appointments at this one", async () => {
    const id = await book("10:00");
    const branch = { name: { ar: "فرع", en: "Branch 2" } };
    const { body: other } = await office.post("locations", branch);
    const refused = await office.edit("PATCH", `staff/${sara}`, { locationId: other.id });
    expect(namedIn(refused)).toEqual({ ids: [id], reasons: ["staff-elsewhere"] });
  });

  test("cannot be removed from a service without acknowledging the appointments for it", async () => {
    const id = await book("10:00");
    await book("10:00", noura);
    const path = `services/${salon.serviceId}`;
    const refused = await office.edit("PATCH", path, { staffIds: [noura] });
    expect(namedIn(refused)).toEqual({ ids: [id], reasons: ["staff-cannot-do-service"] });
    const change = { staffIds: [noura], acknowledge: [id] };
    expect((await office.edit("PATCH", path, change)).body.staffIds).toEqual([noura]);
  });

  test("who was ever booked cannot be removed; the refusal names the coming appointments", async () => {
    const id = await book("10:00");
    const refused = await office.edit("DELETE", `staff/${sara}`);
    expect([refused.status, namedIn(refused).ids]).toEqual([409, [id]]);
    clock.set("2026-11-25T10:00:00+03:00");
    const later = await office.edit("DELETE", `staff/${sara}`);
    expect([later.status, later.body.bookings]).toEqual([409, undefined]);
    expect((await office.edit("DELETE", `staff/${noura}`)).status).toBe(204);
  });
});

describe("a service", () => {
  test("keeps its sold appointments unchanged when it goes off sale or changes its duration, price or terms", async () => {
    const id = await book("10:00");
    const before = (await customer.get(`/v1/bookings/${id}`)).body;
    const change = {
      active: false,
      durationMinutes: 90,
      bufferAfterMinutes: 60,
      price: { amount: 99_000, currency: "SAR" },
      terms: { cancelFeePercent: 100 },
    };
    expect((await office.edit("PATCH", `services/${salon.serviceId}`, change)).status).toBe(200);
    expect((await customer.get(`/v1/bookings/${id}`)).body).toEqual(before);
  });

  test("that was ever booked cannot be removed; the refusal names the coming appointments", async () => {
    const id = await book("10:00");
    const refused = await office.edit("DELETE", `services/${salon.serviceId}`);
    expect([refused.status, namedIn(refused)]).toEqual([409, { ids: [id], reasons: ["removed"] }]);
  });
});

test("a refusal names the first thousand appointments and counts the rest", async () => {
  const { businessId, staffIds, serviceId, locationId } = await makeSalon(db);
  const theirs = await openOffice(app, businessId);
  const of = { businessId, locationId, serviceId, staffId: staffIds[0]! };
  await fillCalendar(app.owner, of, 1003);
  const refused = await theirs.edit("PATCH", `staff/${staffIds[0]}`, { active: false });
  expect(refused.status).toBe(409);
  expect(refused.body.bookings).toHaveLength(1000);
  expect(refused.body.moreBookings).toBe(3);
  const starts = refused.body.bookings.map((one: { start: string }) => one.start);
  expect(starts).toEqual(starts.toSorted());
  const ids = namedIn(refused).ids;
  const all = await theirs.edit("PATCH", `staff/${staffIds[0]}`, {
    active: false,
    acknowledge: ids,
  });
  expect([all.status, all.body.moreBookings]).toEqual([409, 3]);
});

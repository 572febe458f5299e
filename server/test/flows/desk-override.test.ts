import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { inTransaction } from "../../src/db/in-transaction.ts";
import { makeHotel, makeSalon, type Hotel, type Salon } from "../harness/businesses.ts";
import type { Answer, Caller } from "../harness/caller.ts";
import { makeMember, makePerson, platform } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, nights, problemOf } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db } = app;

const IN_AN_HOUR = "2026-11-21T10:00:00+03:00";
const IN_TWO_MONTHS = "2027-01-21T10:00:00+03:00";
const customer = { name: "Walk-in" };

let salon: Salon;
let staff: Caller;
let owner: Caller;
let desk: string;

beforeAll(async () => {
  salon = await makeSalon(db, { staff: 8, terms: { lead_minutes: 1440, horizon_days: 30 } });
  staff = app.as((await makeMember(db, salon.businessId, "staff")).token);
  owner = app.as((await makeMember(db, salon.businessId, "owner")).token);
  desk = `/v1/manage/businesses/${salon.businessId}/bookings`;
});

const reasonsOf = ({ body }: Answer) =>
  (body.reasons as { rule: string; overridable?: boolean }[]).map(
    ({ rule, overridable }) => `${rule}${overridable ? " overridable" : ""}`,
  );

async function overridesOf(bookingId: string) {
  const { body } = await owner.get(
    `/v1/manage/businesses/${salon.businessId}/audit?action=booking.rulesOverridden`,
  );
  return body.items.filter((one: { subjectId: string }) => one.subjectId === bookingId);
}

test("a refusal tells the desk which rules it may override, and the desk books a walk-in by naming the rule", async () => {
  const items = [haircut(salon, IN_AN_HOUR)];
  const refused = await staff.post(desk, { items, customer });
  expect([refused.status, problemOf(refused)]).toEqual([422, "not-available"]);
  expect(reasonsOf(refused)).toEqual(["inside-lead-time overridable"]);
  expect(refused.body.detail).toContain("override");

  const taken = await staff.post(desk, { items, customer, override: ["inside-lead-time"] });
  expect(taken.status, JSON.stringify(taken.body)).toBe(201);
  expect(taken.body).toMatchObject({ status: "confirmed", start: "2026-11-21T07:00:00.000Z" });
  expect(await overridesOf(taken.body.id)).toMatchObject([
    {
      subjectKind: "booking",
      actor: expect.stringContaining("user:"),
      after: { items: [{ itemId: taken.body.items[0].id, rules: ["inside-lead-time"] }] },
    },
  ]);
});

test("an override lifts only the rule it names: other rules still refuse, with alternatives", async () => {
  const items = [haircut(salon, IN_TWO_MONTHS)];
  const wrong = await staff.post(desk, { items, customer, override: ["inside-lead-time"] });
  expect(reasonsOf(wrong)).toEqual(["beyond-horizon overridable"]);
  expect(wrong.body.alternatives).not.toEqual([]);
  const taken = await staff.post(desk, { items, customer, override: ["beyond-horizon"] });
  expect(taken.status).toBe(201);
});

test("a start in the past cannot be overridden, and the refusal does not offer it", async () => {
  const items = [haircut(salon, "2026-11-21T08:00:00+03:00")];
  const override = ["inside-lead-time", "beyond-horizon", "not-on-sale"];
  const refused = await staff.post(desk, { items, customer, override });
  expect(reasonsOf(refused)).toEqual(["in-the-past"]);
});

test("rejects an override of a rule that cannot be overridden", async () => {
  const items = [haircut(salon, IN_AN_HOUR)];
  const override = ["inside-lead-time", "outside-business-hours"];
  const refused = await staff.post(desk, { items, customer, override });
  expect([refused.status, problemOf(refused)]).toEqual([422, "invalid-request"]);
  expect(refused.body.errors[0].pointer).toBe("/override/1");
});

test("an override of a rule that does not refuse has no effect and is not audited", async () => {
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const taken = await staff.post(desk, { items, customer, override: ["inside-lead-time"] });
  expect(taken.status).toBe(201);
  expect(await overridesOf(taken.body.id)).toEqual([]);
});

test("an API key overrides rules at its own business on every booking route", async () => {
  const path = `/v1/manage/businesses/${salon.businessId}/apiKeys`;
  const made = await owner.post(path, { name: "till", scopes: ["bookings:write"] });
  const key = app.as(made.body.token);
  for (const to of ["/v1/orders", "/v1/bookings", desk]) {
    const items = [haircut(salon, IN_AN_HOUR)];
    expect(reasonsOf(await key.post(to, { items, customer }))).toEqual([
      "inside-lead-time overridable",
    ]);
    const taken = await key.post(to, { items, customer, override: ["inside-lead-time"] });
    expect(taken.status, JSON.stringify(taken.body)).toBe(201);
  }
});

test("neither a customer nor a member booking for themselves can override a rule", async () => {
  const items = [haircut(salon, IN_AN_HOUR)];
  for (const who of [app.as((await makePerson(db)).token), staff]) {
    const refused = await who.post("/v1/bookings", { items });
    expect(reasonsOf(refused)).toEqual(["inside-lead-time"]);
    const eager = await who.post("/v1/bookings", { items, override: ["inside-lead-time"] });
    expect([eager.status, problemOf(eager)]).toEqual([403, "forbidden"]);
  }
});

test("an override does not take a time that is already booked, and the refused order is not audited", async () => {
  const small = await makeSalon(db, { terms: { lead_minutes: 1440 } });
  const clerk = app.as((await makeMember(db, small.businessId, "owner")).token);
  const path = `/v1/manage/businesses/${small.businessId}/bookings`;
  const order = { items: [haircut(small, IN_AN_HOUR)], customer, override: ["inside-lead-time"] };
  const answers = await Promise.all([clerk.post(path, order), clerk.post(path, order)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
  const { body } = await clerk.get(`/v1/manage/businesses/${small.businessId}/audit`);
  const noted = body.items.filter(
    (one: { action: string }) => one.action === "booking.rulesOverridden",
  );
  expect(noted).toHaveLength(1);
});

test("a hotel's desk can override a closed night, a minimum stay and a room type off sale", async () => {
  const hotel: Hotel = await makeHotel(db, { rooms: 5 });
  const clerk = app.as((await makeMember(db, hotel.businessId, "staff")).token);
  const path = `/v1/manage/businesses/${hotel.businessId}/bookings`;
  await inTransaction(db, platform, async (tx) => {
    await sql`update room_types set min_nights = 2 where id = ${hotel.roomTypeId}`.execute(tx);
    await sql`update offerings set active = false where id = ${hotel.roomTypeId}`.execute(tx);
    await sql`insert into room_rates (business_id, room_type_id, night, closed)
      values (${hotel.businessId}, ${hotel.roomTypeId}, '2026-12-01', true)`.execute(tx);
  });
  const items = [nights(hotel, "2026-12-01", "2026-12-02")];
  const refused = await clerk.post(path, { items, customer });
  const rules = ["not-on-sale", "night-closed", "below-minimum-stay"];
  expect(reasonsOf(refused)).toEqual(rules.map((rule) => `${rule} overridable`));
  const taken = await clerk.post(path, { items, customer, override: rules });
  expect(taken.status, JSON.stringify(taken.body)).toBe(201);
});

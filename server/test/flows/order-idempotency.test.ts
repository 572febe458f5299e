import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { newId } from "../../src/base/id.ts";
import type { Idempotency } from "../../src/base/idempotency.ts";
import { HOUR_MS } from "../../src/base/time.ts";
import type { OrderItem } from "../../src/booking/item-rule.ts";
import { judgeOrders } from "../../src/booking/judge-orders.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import type { Caller } from "../harness/caller.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { haircut, problemOf } from "./wants.ts";

const app = await startTestApp({ clock: standingClock() });
const { db } = app;

let salon: Salon;
let customer: Caller;
let other: Caller;

beforeAll(async () => {
  salon = await makeSalon(db, { staff: 20 });
  customer = app.as((await makePerson(db)).token);
  other = app.as((await makePerson(db)).token);
});

const body = (start: string) => ({ items: [haircut(salon, start)] });
const TEN = "2026-11-24T10:00:00+03:00";
const key = (name: string) => ({ "idempotency-key": name });

test.each(["/v1/orders", "/v1/bookings"])(
  "%s without an Idempotency-Key is refused",
  async (path) => {
    const refused = await customer.send("POST", path, body(TEN));
    expect([refused.status, problemOf(refused)]).toEqual([400, "idempotency-key-missing"]);
  },
);

test.each(["/v1/orders", "/v1/bookings"])(
  "%s sent twice with one key makes one booking and returns one answer",
  async (path) => {
    const name = `twice ${path}`.replaceAll(" ", "-");
    const first = await customer.post(path, body(TEN), key(name));
    const second = await customer.post(path, body(TEN), key(name));
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(second.headers.get("idempotent-replayed")).toBe("true");
  },
);

test("a replay returns the first answer, also after the booking was cancelled", async () => {
  const first = await customer.post("/v1/bookings", body(TEN), key("then"));
  await customer.post(`/v1/bookings/${first.body.id}/cancellation`);
  const second = await customer.post("/v1/bookings", body(TEN), key("then"));
  expect(second.body).toEqual(first.body);
  expect(second.body.status).toBe("confirmed");
});

test("a key reused for another request is refused and books nothing", async () => {
  await customer.post("/v1/orders", body(TEN), key("else"));
  const before = (await customer.get("/v1/bookings?limit=100")).body.items.length;
  const second = await customer.post("/v1/orders", body("2026-11-24T11:00:00+03:00"), key("else"));
  expect([second.status, problemOf(second)]).toEqual([422, "idempotency-key-reused"]);
  expect((await customer.get("/v1/bookings?limit=100")).body.items).toHaveLength(before);
});

test("the same request with a new key makes a new booking", async () => {
  const first = await customer.post("/v1/bookings", body(TEN));
  const second = await customer.post("/v1/bookings", body(TEN));
  expect(second.status).toBe(201);
  expect(second.body.id).not.toBe(first.body.id);
  expect(second.headers.get("idempotent-replayed")).toBeNull();
});

test("two customers can use the same key independently", async () => {
  const mine = await customer.post("/v1/bookings", body(TEN), key("whose"));
  const theirs = await other.post("/v1/bookings", body(TEN), key("whose"));
  expect([mine.status, theirs.status]).toEqual([201, 201]);
  expect(theirs.body.id).not.toBe(mine.body.id);
});

test.each([
  ["a time in the past", 422, () => body("2026-11-20T10:00:00+03:00")],
  ["a wrong duration", 422, () => ({ items: [haircut(salon, TEN, { end: TEN })] })],
  [
    "an unknown service",
    404,
    () => ({ items: [{ ...haircut(salon, TEN), serviceId: salon.businessId }] }),
  ],
])("a replay returns the stored refusal of %s", async (what, status, make) => {
  const name = key(what.replaceAll(" ", "-"));
  const first = await customer.post("/v1/orders", make(), name);
  const second = await customer.post("/v1/orders", make(), name);
  expect([first.status, second.status]).toEqual([status, status]);
  expect(second.body).toEqual(first.body);
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  expect(second.headers.get("content-type")).toBe(first.headers.get("content-type"));
});

test("an already-taken refusal is not stored: the same key books once the time is free", async () => {
  const one = await makeSalon(db, { staff: 1 });
  const items = [haircut(one, TEN)];
  const taken = await other.post("/v1/bookings", { items });
  const first = await customer.post("/v1/bookings", { items }, key("again"));
  expect([first.status, problemOf(first)]).toEqual([409, "already-taken"]);
  await other.post(`/v1/bookings/${taken.body.id}/cancellation`);
  const second = await customer.post("/v1/bookings", { items }, key("again"));
  expect([second.status, second.headers.get("idempotent-replayed")]).toEqual([201, null]);
});

test("a cancellation sent twice with one key happens once", async () => {
  const { body: booking } = await customer.post("/v1/bookings", body(TEN));
  const path = `/v1/bookings/${booking.id}/cancellation`;
  const first = await customer.post(path, { reason: "Ill" }, key("move"));
  const second = await customer.post(path, { reason: "Ill" }, key("move"));
  expect(second.body).toEqual(first.body);
  const reused = await customer.post(path, { reason: "Not ill" }, key("move"));
  expect(problemOf(reused)).toBe("idempotency-key-reused");
  const { body: events } = await customer.get(`/v1/bookings/${booking.id}/events`);
  expect(events.items).toHaveLength(2);
});

test("a key can be reused after 72 hours", async () => {
  const first = await customer.post("/v1/bookings", body("2026-12-10T10:00:00+03:00"), key("old"));
  app.clock.advance(72 * HOUR_MS - 1);
  const kept = await customer.post("/v1/bookings", body("2026-12-10T10:00:00+03:00"), key("old"));
  expect(kept.body.id).toBe(first.body.id);
  app.clock.advance(1);
  const fresh = await customer.post("/v1/bookings", body("2026-12-10T11:00:00+03:00"), key("old"));
  expect(fresh.status).toBe(201);
  expect(fresh.body.id).not.toBe(first.body.id);
});

test("orders judged together are each judged by their own items, key and time", async () => {
  const start = "2026-11-29T10:00:00+03:00";
  const theirs = await makeSalon(db, { staff: 1 });
  const placed = await customer.post("/v1/orders", { items: [haircut(theirs, start)] });
  const { rows } = await sql<Idempotency>`
    select scope, key, fingerprint from idempotency_keys where body->>'id' = ${placed.body.id}`.execute(
    app.owner,
  );
  const now = app.clock.now();
  const fresh = { scope: "user:nobody", key: "fresh", fingerprint: "" };
  const free = haircut(theirs, "2026-11-29T12:00:00+03:00");
  const ask = (items: object[], idempotency = fresh) => ({
    items: items as OrderItem[],
    idempotency,
    now,
  });
  const judged = await judgeOrders(db, [
    ask([haircut(theirs, start)], rows[0]),
    ask([haircut(theirs, start)]),
    ask([free, haircut(theirs, start)]),
    ask([haircut({ ...theirs, serviceId: newId() }, start), free]),
    ask([free]),
  ]);
  expect(judged.map(({ replay }) => replay?.body.id)).toEqual([
    placed.body.id,
    ...Array.from({ length: 4 }, () => undefined),
  ]);
  expect(judged.map(({ verdicts }) => verdicts.map(({ verdict }) => verdict))).toEqual([
    [],
    ["taken"],
    ["bookable", "taken"],
    ["not-found", "bookable"],
    ["bookable"],
  ]);
  expect(judged[4]!.verdicts[0], "equal items are judged once").toBe(judged[2]!.verdicts[0]);
});

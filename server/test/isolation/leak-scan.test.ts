import { sql } from "kysely";
import { beforeAll, expect, test } from "vitest";
import { nameOf, operationOf, send } from "./ask.ts";
import { outsidersOf, makeDeadTokens } from "./outsiders.ts";
import type { Asked } from "./operations/operation.ts";
import type { Route } from "../../src/http/route.ts";
import { leaksIn, secretsOf } from "./secrets.ts";
import { snapshot } from "./snapshot.ts";
import { fillWallet } from "../harness/money-app.ts";
import { sendRefunds } from "../../src/refund/send-refunds.ts";
import { PRICE } from "./pay.ts";
import { sar } from "./wares.ts";
import { openWorld } from "./world.ts";

/** Proves that the leak scan of the other tests finds leaks. */

const world = await openWorld();
const { app, ours, theirs } = world;

const reads = app.app.routes.filter(
  ({ method, access }) => method === "GET" && ["customer", "customerOrMember"].includes(access.who),
);

let requests: { route: Route; asked: Asked }[] = [];
let secrets: ReadonlySet<string>;
beforeAll(async () => {
  requests = await Promise.all(
    reads.map(async (route) => ({ route, asked: await operationOf(route).ask(ours) })),
  );
  secrets = await secretsOf(ours);
});

/** The routes that reveal our data to an outsider. */
async function leakingRoutes(): Promise<string[]> {
  const dead = await makeDeadTokens(theirs);
  const leaking = new Set<string>();
  for (const { route, asked } of requests) {
    for (const { token } of await outsidersOf(world, route, asked, dead)) {
      const answer = await send(ours, route, asked, { token });
      if (leaksIn(answer, secrets).length > 0) leaking.add(nameOf(route));
    }
  }
  return [...leaking].toSorted();
}

test("no read route reveals a business's data to outsiders", async () => {
  expect(await leakingRoutes()).toEqual([]);
});

/** The routes that leak when row-level security is off for these tables. */
async function leakingWithout(tables: readonly string[]): Promise<string[]> {
  const secure = (how: string) =>
    Promise.all(
      tables.map((table) =>
        sql`alter table ${sql.table(table)} ${sql.raw(how)} row level security`.execute(app.owner),
      ),
    );
  await secure("disable");
  try {
    return await leakingRoutes();
  } finally {
    await secure("enable");
  }
}

test("control: without row-level security on bookings the scan finds the routes that leak", async () => {
  const tables = ["orders", "bookings", "booking_items", "claims", "booking_events", "amendments"];
  expect(await leakingWithout(tables)).toEqual([
    "GET /v1/bookings",
    "GET /v1/bookings/:id",
    "GET /v1/bookings/:id/amendments",
    "GET /v1/bookings/:id/amendments/:amendmentId",
    "GET /v1/bookings/:id/events",
    // A caller who sees a booking sees its payments.
    "GET /v1/invoices/:id",
    "GET /v1/invoices/:id/page",
    "GET /v1/orders/:id",
    "GET /v1/orders/:id/payments",
    "GET /v1/payments/:id",
    "GET /v1/payments/:id/events",
    "GET /v1/payments/:id/refunds",
  ]);
});

test("control: without row-level security on payments the scan finds the payment routes that leak", async () => {
  const tables = ["payments", "payment_shares", "payment_events", "refunds", "invoices"];
  expect(await leakingWithout(tables)).toEqual([
    "GET /v1/payments/:id",
    "GET /v1/payments/:id/events",
    "GET /v1/payments/:id/refunds",
  ]);
});

test("the snapshot shows every inserted, changed or deleted row", async () => {
  const { businessId, locationId } = ours.salon;
  const writes = [
    sql`insert into location_holidays (business_id, location_id, day)
      values (${businessId}, ${locationId}, '2028-01-01')`,
    sql`update location_holidays set name = 'x' where day = '2028-01-01'`,
    sql`delete from location_holidays where day = '2028-01-01'`,
    sql`update sessions set expires_at = '2198-01-01' where user_id = ${ours.customer.id}`,
  ];
  for (const write of writes) {
    const before = await snapshot(app.owner);
    await write.execute(app.owner);
    expect(await snapshot(app.owner)).not.toEqual(before);
  }
  const before = await snapshot(app.owner);
  await sql`update sessions set last_seen_at = now()`.execute(app.owner);
  expect(await snapshot(app.owner)).toEqual(before);
});

test("outsiders cannot list a business's bookings by its id", async () => {
  const ask = (businessId: string, token: string) =>
    app.as(token).get(`/v1/bookings?businessId=${businessId}`);
  const { businessId } = ours.salon;
  for (const { token } of [theirs.owner, theirs.customer, ours.customer, ours.former]) {
    const answer = await ask(businessId, token);
    expect(answer.status).toBe(403);
    expect(leaksIn(answer, secrets)).toEqual([]);
  }
  expect((await ask(businessId, ours.staff.token)).body.items.length).toBeGreaterThan(0);
});

test("each business sees and cancels only its own part of a shared order", async () => {
  const day = "2026-12-20";
  const items = [
    {
      kind: "appointment",
      serviceId: theirs.salon.serviceId,
      start: `${day}T10:00:00+03:00`,
    },
    {
      kind: "rental",
      rentalId: ours.venue.rentalId,
      start: `${day}T10:00:00+03:00`,
      end: `${day}T11:00:00+03:00`,
    },
  ];
  const customer = app.as(ours.customer.token);
  const { body: order, status } = await customer.post("/v1/orders", { items });
  expect([status, order.bookings.length]).toEqual([201, 2]);
  const barber = app.as(theirs.staff.token);
  const seen = await barber.get(`/v1/orders/${order.id}`);
  expect(seen.body.bookings.map((one: { businessId: string }) => one.businessId)).toEqual([
    theirs.salon.businessId,
  ]);
  expect(seen.body.total.amount).toBe(10_000);
  expect(leaksIn(seen, new Set([ours.venue.businessId, ours.venue.rentalId]))).toEqual([]);
  const ended = await barber.post(`/v1/orders/${order.id}/cancellation`);
  expect(leaksIn(ended, new Set([ours.venue.businessId, ours.venue.rentalId]))).toEqual([]);
  const after = await customer.get(`/v1/orders/${order.id}`);
  const statuses = after.body.bookings.map(
    (one: { businessId: string; status: string }) => [one.businessId, one.status] as const,
  );
  expect(Object.fromEntries(statuses)).toEqual({
    [theirs.salon.businessId]: "cancelled",
    [ours.venue.businessId]: "confirmed",
  });
});

test("each business sees only its own share of a shared payment, and never the total", async () => {
  const day = "2026-12-21";
  const start = `${day}T10:00:00+03:00`;
  const items = [theirs, ours].map(({ salon }) => ({
    kind: "appointment",
    serviceId: salon.prepaidId,
    start,
  }));
  const customer = app.as(ours.customer.token);
  const { body: order } = await customer.post("/v1/orders", { items });
  await fillWallet(app, ours.customer.id, 2 * PRICE);
  const body = { method: "wallet", returnUrl: "https://book.example/back" };
  const { body: paid } = await customer.post(`/v1/orders/${order.id}/payments`, body);
  expect([paid.status, paid.amount.amount, paid.shares.length]).toEqual(["paid", 2 * PRICE, 2]);
  const own = order.bookings.find(
    (one: { businessId: string }) => one.businessId === ours.salon.businessId,
  );
  const refund = { amount: sar(700), reason: "Late" };
  const refunds = `/v1/payments/${paid.id}/refunds`;
  expect((await app.as(ours.manager.token).post(refunds, refund)).status).toBe(201);
  await sendRefunds(app.app.parts, paid.id);
  const barber = app.as(theirs.staff.token);
  const seen = await barber.get(`/v1/payments/${paid.id}`);
  expect(seen.body).toMatchObject({
    amount: sar(PRICE),
    captured: sar(PRICE),
    refunded: sar(0),
    shares: [{ amount: sar(PRICE), refunded: sar(0) }],
  });
  const rest = [
    seen,
    await barber.get(refunds),
    await barber.get(`/v1/payments/${paid.id}/events`),
    await barber.get(`/v1/orders/${order.id}/payments`),
  ];
  for (const answer of rest) {
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toMatch(/:(20000|700)[,}]/);
    expect(leaksIn(answer, new Set([ours.salon.businessId, own.id]))).toEqual([]);
  }
});

import { sql } from "kysely";
import { expect, test } from "vitest";
import { instantText } from "../../src/base/time.ts";
import { moveBusiness } from "../../src/business/move-business.ts";
import { runChecks } from "../../src/main/verify/run-checks.ts";
import { haircut } from "../flows/wants.ts";
import { makeSalon, type Salon } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";
import { uncompared, weaken, without } from "./arena.ts";
import { commandInFlight, orderInFlight, startedBeside } from "./edit-steps.ts";

type App = Awaited<ReturnType<typeof openApp>>;

async function openApp() {
  const app = await startTestApp({ clock: standingClock() });
  return { ...app, customer: app.as((await makePerson(app.db)).token) };
}

const guarded = await openApp();
/** An order checks whether the business is open before it locks the business, but not after. */
const unasked = await openApp();
await without(unasked, uncompared);
await weaken(unasked, "refuse_unsaleable", "where not is_public(b.business_id)", "where false");
/** A suspension does not end holds. */
const unswept = await openApp();
await weaken(unswept, "move_business", "perform end_unsold(business);", "");

const TEN = "2026-11-24T10:00:00+03:00";

const salonOf = (app: App) => makeSalon(app.db, { terms: { payment_terms: "full" } });
const order = (app: App, salon: Salon) =>
  app.customer.post("/v1/bookings", { items: [haircut(salon, TEN)] });
const at = (app: App) =>
  ({ scope: "platform", actor: "system:test", now: instantText(app.clock.now()) }) as const;
const suspend = (app: App, { businessId: id }: Salon) =>
  commandInFlight(app, at(app), (tx) => moveBusiness(tx, { id }, "suspension", "complaints"));

async function holdsOf(app: App, { businessId }: Salon): Promise<string[]> {
  const { rows } = await sql<{ status: string }>`
    select status from bookings where business_id = ${businessId}`.execute(app.owner);
  return rows.map(({ status }) => status);
}

async function brokenIn(app: App): Promise<string[]> {
  const results = await runChecks(app.db, instantText(app.clock.now()), () => undefined);
  return results.filter(({ broken }) => broken > 0).map(({ title }) => title);
}

async function orderDuringSuspension(app: App) {
  const salon = await salonOf(app);
  const suspension = await suspend(app, salon);
  const [ordered] = await startedBeside(app, suspension, () => order(app, salon));
  suspension.go();
  await suspension.done;
  return { status: (await ordered).status, holds: await holdsOf(app, salon) };
}

async function suspensionDuringOrder(app: App) {
  const salon = await salonOf(app);
  const ordered = await orderInFlight(app, () => order(app, salon));
  const suspending = startedBeside(app, ordered, async () => {
    const suspension = await suspend(app, salon);
    suspension.go();
    return suspension.done;
  });
  const [suspended] = await suspending;
  ordered.go();
  const { status } = await ordered.done;
  await suspended;
  return { status, holds: await holdsOf(app, salon) };
}

test("an order that waits for a suspension is refused and holds nothing", async () => {
  expect(await orderDuringSuspension(guarded)).toEqual({ status: 404, holds: [] });
  expect(await brokenIn(guarded)).toEqual([]);
});

test("control: without asking again the order holds a place at a suspended business and verify reports it", async () => {
  expect(await orderDuringSuspension(unasked)).toEqual({ status: 201, holds: ["reserved"] });
  expect(await brokenIn(unasked)).toHaveLength(1);
});

test("a suspension that waits for an order ends its hold", async () => {
  expect(await suspensionDuringOrder(guarded)).toEqual({ status: 201, holds: ["cancelled"] });
  expect(await brokenIn(guarded)).toEqual([]);
});

test("control: without ending holds at a suspension the hold stays and verify reports it", async () => {
  expect(await suspensionDuringOrder(unswept)).toEqual({ status: 201, holds: ["reserved"] });
  expect(await brokenIn(unswept)).toHaveLength(1);
});

import { sql } from "kysely";
import { expect, test } from "vitest";
import { takePage, type LookedAt } from "../../src/availability/slots/offer-page.ts";
import { makeSalon } from "../harness/businesses.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

const app = await startTestApp({ clock: standingClock() });

/** As fine and as many as a catalogue can make it: one-minute steps, twenty people, open day and night. */
async function finestSalon() {
  const salon = await makeSalon(app.db, { staff: 20 });
  await sql`update offerings set horizon_days = 365 where id = ${salon.serviceId}`.execute(
    app.owner,
  );
  await sql`update services set step_minutes = 1 where id = ${salon.serviceId}`.execute(app.owner);
  return salon;
}

const slotsFrom = (serviceId: string, from: string) =>
  app.as().get(`/v1/services/${serviceId}/slots?from=${encodeURIComponent(from)}&to=2027-01-20`);

test("an answer carries so many slots as can be read, says from where to ask on, and no slot is missed or told twice", async () => {
  const { serviceId } = await finestSalon();
  const first = await slotsFrom(serviceId, "2026-11-23");
  expect(first.body.items.length).toBeGreaterThan(300);
  expect(JSON.stringify(first.body).length).toBeLessThan(1_000_000);
  const { nextFrom } = first.body as { nextFrom: string };
  const second = await slotsFrom(serviceId, nextFrom);
  expect(second.body.items[0].start).toBe(nextFrom);
  const gap = Date.parse(nextFrom) - Date.parse(first.body.items.at(-1).start);
  expect(gap).toBe(60_000);
});

test("others are let in between: looking at starts never keeps the event loop for itself", async () => {
  function* slowly(): Generator<LookedAt<{ start: string }>> {
    for (let at = 0; at < 20; at += 1) {
      const until = performance.now() + 11;
      while (performance.now() < until);
      yield { at };
    }
  }
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await takePage(slowly());
  isDone = true;
  expect(turns).toBeGreaterThan(10);
});

test("the last page says that there are no more", async () => {
  const { serviceId } = await makeSalon(app.db, { staff: 1 });
  const day = await app.as().get(`/v1/services/${serviceId}/slots?from=2026-11-24&to=2026-11-24`);
  expect(day.body.nextFrom).toBeNull();
});

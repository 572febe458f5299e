import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { checks } from "../../src/main/verify/run-checks.ts";
import { openLivedIn } from "./lived-in.ts";
import { broken, findingsAfter } from "./planting.ts";
import { plantings } from "./plantings/all.ts";

const app = await openLivedIn();

describe("the checks of holdfast verify", () => {
  test("find nothing wrong in a database with every kind of booking and payment, and each checks some rows", async () => {
    const found = await findingsAfter(app, []);
    expect(broken(found)).toEqual([]);
    expect(found.filter(({ checked }) => checked === 0).map(({ title }) => title)).toEqual([]);
  });

  test.each(plantings)("detect when $title", async ({ plant, sees, blind = [] }) => {
    const found = broken(await findingsAfter(app, plant));
    expect(found).toEqual(expect.arrayContaining([sees].flat()));
    expect([blind].flat().filter((title) => found.includes(title))).toEqual([]);
  });

  test("name every trigger, so that a dropped one is detected", async () => {
    const { rows } = await sql<{ name: string }>`
      select t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where not t.tgisinternal and c.relnamespace = 'public'::regnamespace`.execute(app.owner);
    const looked = checks.map((check) => ("query" in check ? check.query : "")).join();
    expect(rows.map(({ name }) => name).filter((name) => !looked.includes(`'${name}'`))).toEqual(
      [],
    );
  });

  test("are each shown to fail by a planted fault", () => {
    const shown = new Set(plantings.flatMap(({ sees }) => sees));
    expect(checks.map(({ title }) => title).filter((title) => !shown.has(title))).toEqual([]);
    expect(plantings.length).toBeGreaterThan(40);
  });
});

test("a payment whose event is still in the outbox is not reported", async () => {
  const title = "every paid booking was confirmed, waits for the business, or is refunded";
  const found = async (...plant: string[]) => broken(await findingsAfter(app, plant));
  const unearned = "update payment_shares set earned_at = null where earned_at is not null";
  expect(await found(unearned)).toContain(title);
  const telling = (field: string, column: string) =>
    `insert into outbox (topic, payload)
     select 'test', jsonb_build_object('${field}', ${column}) from payment_shares`;
  expect(await found(unearned, telling("paymentId", "payment_id"))).not.toContain(title);
  expect(await found(unearned, telling("bookingId", "booking_id"))).not.toContain(title);
  const done = "update outbox set done_at = now()";
  expect(await found(unearned, telling("bookingId", "booking_id"), done)).toContain(title);
});

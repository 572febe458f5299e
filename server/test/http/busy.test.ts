import pg from "pg";
import { expect, test } from "vitest";
import { haircut, problemOf } from "../flows/wants.ts";
import { makeSalon } from "../harness/businesses.ts";
import { makePerson } from "../harness/people.ts";
import { standingClock, startTestApp } from "../harness/test-app.ts";

const app = await startTestApp({ clock: standingClock(), lockTimeoutMs: 150 });

test("a request that waits too long for a lock answers 503 with Retry-After and writes nothing", async () => {
  const salon = await makeSalon(app.db);
  const customer = app.as((await makePerson(app.db)).token);
  const items = [haircut(salon, "2026-11-24T10:00:00+03:00")];
  const { id } = (await customer.post("/v1/bookings", { items })).body;

  const stuck = new pg.Client({ connectionString: app.url });
  await stuck.connect();
  await stuck.query("begin");
  await stuck.query("select from bookings where id = $1 for update", [id]);
  const key = { "idempotency-key": "patience" };
  const refused = await customer.post(`/v1/bookings/${id}/cancellation`, {}, key);
  expect([refused.status, problemOf(refused)]).toEqual([503, "busy"]);
  expect(refused.headers.get("retry-after")).toBe("1");
  await stuck.query("rollback");
  await stuck.end();

  expect((await customer.get(`/v1/bookings/${id}`)).body.status).toBe("confirmed");
  const again = await customer.post(`/v1/bookings/${id}/cancellation`, {}, key);
  expect(again.body.status).toBe("cancelled");
});

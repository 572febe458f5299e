import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { nameOf, operationOf, rightful, send, tokenOf } from "./ask.ts";
import { openWorld } from "./world.ts";

/** Guarantee 13: every write by a business's people, its API keys or the platform's people leaves an audit row. */

const { app, ours } = await openWorld();

/** POST routes that change nothing of the caller's: a quote, and a check of a payment at the gateway. */
const LOOKING = ["POST /v1/bookings/:id/amendments/quote", "POST /v1/payments/:id/check"];

const writes = app.app.routes
  .filter(({ method }) => method !== "GET")
  .filter((route) => !LOOKING.includes(nameOf(route)))
  .flatMap((route) =>
    rightful(route)
      .filter((who) => who !== "nobody" && who !== "customer")
      .map((who) => ({ name: `${nameOf(route)} by ${who}`, route, who })),
  );

async function rows(): Promise<number> {
  const { rows: found } = await sql<{ count: number }>`
    select count(*)::int as count from audit_log where ip is not null and actor <> ''`.execute(
    app.owner,
  );
  return found[0]!.count;
}

describe.each(writes)("$name", ({ route, who }) => {
  test("leaves an audit row with the IP address", async () => {
    const asked = await operationOf(route).ask(ours);
    const token = await tokenOf(ours, route, who, asked);
    const before = await rows();
    const done = await send(ours, route, asked, { token });
    expect(done.status, JSON.stringify(done.body)).toBeLessThan(300);
    expect(await rows()).toBeGreaterThan(before);
  });
});

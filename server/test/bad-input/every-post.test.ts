import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { nameOf, operationOf, rightful, send, tokenOf } from "../isolation/ask.ts";
import { snapshot } from "../isolation/snapshot.ts";
import { openWorld } from "../isolation/world.ts";

/** Every POST honours its Idempotency-Key. */

const { app, ours } = await openWorld();
const posts = app.app.routes
  .filter(({ method }) => method === "POST")
  .map((route) => ({ name: nameOf(route), route }));

describe.each(posts)("$name", ({ route }) => {
  test("with one Idempotency-Key is done once, replayed, and refused with another body", async () => {
    const asked = await operationOf(route).ask(ours);
    const token = await tokenOf(ours, route, rightful(route)[0]!, asked);
    const key = randomUUID();
    const done = await send(ours, route, asked, { token, key });
    expect(done.status, JSON.stringify(done.body)).toBeLessThan(300);
    expect(done.headers.get("idempotent-replayed")).toBeNull();

    const before = await snapshot(app.owner);
    const again = await send(ours, route, asked, { token, key });
    expect([again.status, again.body]).toEqual([done.status, done.body]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(await snapshot(app.owner)).toEqual(before);

    const { body } = await operationOf(route).ask(ours);
    // Some requests have no body that could differ.
    if (JSON.stringify(body) === JSON.stringify(asked.body)) return;
    const after = await snapshot(app.owner);
    const other = await send(ours, route, { ...asked, body }, { token, key });
    expect([other.status, other.body.type]).toEqual([
      422,
      "https://holdfast.example/problems/idempotency-key-reused",
    ]);
    expect(await snapshot(app.owner)).toEqual(after);
  });
});

import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import type { Route } from "../../src/http/route.ts";
import type { Estate } from "./estate.ts";
import { nameOf, operationOf, rightful, saying, send, tokenOf } from "./ask.ts";
import type { Asked, Rightful } from "./operations/operation.ts";
import { counterparts, fieldOf, ownIdsOf, replaceAt, valueAt, type Place } from "./places.ts";
import { leaksIn, secretsOf } from "./secrets.ts";
import { snapshot } from "./snapshot.ts";
import { openWorld } from "./world.ts";

const world = await openWorld();
const { app, ours, theirs, hidden } = world;

let secrets: Set<string>;
let hiddenSecrets: Set<string>;
beforeAll(async () => {
  secrets = await secretsOf(ours);
  hiddenSecrets = await secretsOf(hidden, { isApproved: false });
});

/** Every route that takes an id, with everybody who may use it. */
const uses: { name: string; who: Rightful; route: Route }[] = [];
for (const route of app.app.routes) {
  const asked = await operationOf(route).ask(theirs);
  if (route.access.who === "admin" || ownIdsOf(asked).length === 0) continue;
  // The platform may use the ids of every business.
  const people = rightful(route).filter((who) => who !== "admin");
  for (const who of people) uses.push({ name: nameOf(route), who, route });
}

describe("an id of another business is treated as unknown", () => {
  const inside = uses.filter(({ route }) => route.access.who !== "anyone");

  test.each(inside)("$name by $who", async ({ route, who }) => {
    const foreign = await operationOf(route).ask(ours);
    const { anybodys = [] } = operationOf(route);
    const asked = await operationOf(route).ask(theirs);
    const token = await tokenOf(theirs, route, who, asked);
    const before = await snapshot(app.owner);
    for (const { at } of ownIdsOf(asked)) {
      const other = valueAt(foreign, at);
      // Customers may name anything on sale; a desk may name only its own business's.
      const isOnSale = anybodys.includes(fieldOf(at));
      if (isOnSale && who === "customer") continue;
      await expectUnknown(route, token, { asked, at, other, isOnSale, secrets });
    }
    expect(await snapshot(app.owner)).toEqual(before);
  });
});

describe("an id of an unapproved business is treated as unknown", () => {
  const others = counterparts(theirs, hidden);

  test.each(uses)("$name by $who", async ({ route, who }) => {
    const asked = await operationOf(route).ask(theirs);
    const token = await tokenOf(theirs, route, who, asked);
    const before = await snapshot(app.owner);
    for (const { at, id } of ownIdsOf(asked)) {
      const other = others.get(id);
      if (other === undefined) continue;
      await expectUnknown(route, token, { asked, at, other, secrets: hiddenSecrets });
    }
    expect(await snapshot(app.owner)).toEqual(before);
  });

  test("for everybody on public routes alike; its own people still have their console", async () => {
    const people = [undefined, world.admin, theirs.owner, hidden.owner, hidden.customer];
    const answers = [];
    for (const person of people) {
      const url = `/v1/businesses/${hidden.salon.businessId}`;
      answers.push(saying(await app.as(person?.token).get(url)));
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    const manage = `/v1/manage/businesses/${hidden.salon.businessId}`;
    expect((await app.as(hidden.staff.token).get(manage)).body.status).toBe("suspended");
    expect((await app.as(hidden.customer.token).get("/v1/bookings")).body.items).not.toEqual([]);
  });
});

describe("a search finds only approved businesses", () => {
  const searches = app.app.routes.filter(
    ({ method, url, access }) =>
      method === "GET" && access.who === "anyone" && url.startsWith("/v1/") && !url.includes(":"),
  );

  test.each(searches.map((route) => ({ name: nameOf(route), route })))(
    "$name",
    async ({ route }) => {
      const ask = (estate: Estate) => operationOf(route).ask(estate);
      const found = await send(ours, route, await ask(ours));
      expect(JSON.stringify(found.body)).toContain(ours.mark);
      const people = [undefined, world.admin, theirs.owner, theirs.customer, hidden.owner];
      for (const person of people) {
        for (const asked of [await ask(hidden), await ask(ours)]) {
          const answer = await send(hidden, route, asked, { token: person?.token });
          expect(answer.status).toBe(200);
          expect(leaksIn(answer, hiddenSecrets)).toEqual([]);
        }
      }
    },
  );
});

async function expectUnknown(
  route: Route,
  token: string | undefined,
  tried: {
    asked: Asked;
    at: Place;
    other: unknown;
    isOnSale?: boolean;
    secrets: ReadonlySet<string>;
  },
): Promise<void> {
  const { asked, at, other, isOnSale } = tried;
  const answer = await send(theirs, route, replaceAt(asked, at, other), { token });
  const about = `${at.join("/")}: ${JSON.stringify(answer.body)}`;
  expect(leaksIn(answer, tried.secrets), about).toEqual([]);
  // An id in a list's query is only a filter.
  const isFilter = at[0] === "query" && answer.status === 200;
  const refusals = at[0] === "params" ? [404] : [403, 404, 409, 422];
  if (!isFilter) expect(refusals, about).toContain(answer.status);
  if (!isOnSale) {
    const unknown = await send(theirs, route, replaceAt(asked, at, randomUUID()), { token });
    expect(saying(answer), about).toEqual(saying(unknown));
  }
}

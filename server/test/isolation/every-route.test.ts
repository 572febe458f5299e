import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { Route } from "../../src/http/route.ts";
import { nameOf, ofNothing, operationOf, rightful, saying, send, tokenOf } from "./ask.ts";
import { operations } from "./operations/operations.ts";
import { makeDeadTokens, outsidersOf, type DeadTokens, type Outsider } from "./outsiders.ts";
import type { Asked } from "./operations/operation.ts";
import { leaksIn, secretsOf } from "./secrets.ts";
import { snapshot } from "./snapshot.ts";
import { openWorld } from "./world.ts";

const world = await openWorld();
const { app, ours } = world;
const { routes } = app.app;

let dead: DeadTokens;
let secrets: Set<string>;
beforeAll(async () => {
  dead = await makeDeadTokens(ours);
  secrets = await secretsOf(ours);
});

test("this test has a request for every route of the API and no other", async () => {
  expect(Object.keys(operations).toSorted()).toEqual(routes.map(nameOf).toSorted());
  const { body } = await app.as().get("/openapi.json");
  const described = Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map(
      (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    ),
  );
  expect(described.toSorted()).toEqual(routes.map(nameOf).toSorted());
});

describe.each(routes.map((route) => ({ name: nameOf(route), route })))("$name", ({ route }) => {
  test("refuses every caller without access, reveals nothing and writes nothing", async () => {
    const asked = await operationOf(route).ask(ours);
    const outsiders = await outsidersOf(world, route, asked, dead);
    const before = await snapshot(app.owner);
    for (const outsider of outsiders) {
      if (outsider.expected === "own" && route.method !== "GET") continue;
      await expectRefusal(route, asked, outsider);
    }
    expect(await snapshot(app.owner)).toEqual(before);
  });

  test.each(rightful(route))("succeeds for caller %s and gives others no replay", async (who) => {
    const asked = await operationOf(route).ask(ours);
    const token = await tokenOf(ours, route, who, asked);
    const key = randomUUID();
    const edited = await catalogueVersions();
    const answer = await send(ours, route, asked, { token, key });
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    expect((await catalogueVersions()) !== edited, "the catalogue's version is raised").toBe(
      editsCatalogue(route),
    );
    if (route.method !== "POST" || route.access.who === "anyone") return;
    // The same Idempotency-Key and body give another caller no access either.
    for (const outsider of await outsidersOf(world, route, asked, dead)) {
      if (outsider.expected === "own") continue;
      await expectRefusal(route, asked, outsider, key);
    }
  });
});

/** Writes that change nothing of what a business offers. */
const BESIDE_CATALOGUE = /\/(members|apiKeys|bookings|refunds|owner|payouts)\b/;

function editsCatalogue({ method, url }: Route): boolean {
  return (
    method !== "GET" && /^\/v1\/(manage|admin)\/businesses/.test(url) && !BESIDE_CATALOGUE.test(url)
  );
}

/** One number for the versions of all businesses' catalogues. */
async function catalogueVersions(): Promise<string> {
  const { rows } = await sql<{ sum: string }>`
    select sum(version)::text as sum from catalogue_versions`.execute(app.owner);
  return rows[0]!.sum;
}

async function expectRefusal(
  route: Route,
  asked: Asked,
  { who, token, expected }: Outsider,
  key?: string,
) {
  const answer = await send(ours, route, asked, { token, key });
  const about = `${who}: ${JSON.stringify(answer.body)}`;
  expect(
    leaksIn(answer, new Set([...secrets, ...Object.values(asked.params ?? {})])),
    about,
  ).toEqual([]);
  if (expected === "own") return;
  expect(answer.status, about).toBe(expected);
  expect(answer.headers.get("content-type"), about).toMatch("application/problem+json");
  if (expected !== 404 || key) return;
  const unknown = await send(ours, route, ofNothing(asked), { token });
  expect(saying(answer), about).toEqual(saying(unknown));
}

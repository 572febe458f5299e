import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tidy } from "../../src/base/typed-text.ts";
import type { Answer } from "../harness/caller.ts";
import { nameOf, operationOf, rightful, send, tokenOf } from "../isolation/ask.ts";
import { snapshot } from "../isolation/snapshot.ts";
import { openWorld } from "../isolation/world.ts";
import { readDocument, validatorOf } from "./described.ts";
import { mutate, mutationsOf, pointerTo, type Mutation } from "./mutations.ts";

/**
 * Every operation of the OpenAPI document gets its valid body with one to three mutations. The answer is a problem
 * that points at the mutation, or a success when the mutated body happens to be valid; it is never a server error, and
 * a refused request has written nothing. HOLDFAST_FUZZ_RUNS sets the number of runs.
 */

const { app, ours } = await openWorld();
const document = await app.as().get("/openapi.json");
const described = readDocument(document.body);

const RUNS = Number(process.env.HOLDFAST_FUZZ_RUNS ?? 30);
const seed = 20_261_121;

const routes = app.app.routes.map((route) => ({ name: nameOf(route), route }));
const withBody = routes.filter(({ name }) => described.get(name)!.body);

describe.each(withBody)("$name", ({ name, route }) => {
  test("rejects an invalid body", async () => {
    const schema = described.get(name)!.body!;
    const validator = validatorOf(schema);
    const who = rightful(route)[0]!;
    let asked = await operationOf(route).ask(ours);
    let before = await snapshot(app.owner);
    const mutations = mutationsOf(schema, asked.body ?? {});
    const some = fc.oneof(
      { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...mutations)) },
      {
        weight: 1,
        arbitrary: fc.array(fc.constantFrom(...mutations), { minLength: 2, maxLength: 3 }),
      },
    );
    const property = fc.asyncProperty(some, async (done) => {
      const body = mutate(asked.body ?? {}, done);
      const token = await tokenOf(ours, route, who, asked);
      const answer = await send(ours, route, { ...asked, body }, { token });
      // Validated as the server reads it: trimmed, ids in lower case.
      const isRight = isSendable(body) && validator.Check(tidy(body));
      expectProblem(answer, isRight, done);
      const after = await snapshot(app.owner);
      if (answer.status >= 400) {
        expect(after).toEqual(before);
      } else {
        asked = await operationOf(route).ask(ours);
        before = await snapshot(app.owner);
      }
    });
    await fc.assert(property, { seed, numRuns: RUNS, endOnFailure: true });
  });
});

/** A field named __proto__ is refused before the schema. */
function isSendable(body: unknown): boolean {
  return !JSON.stringify(body ?? null).includes('"__proto__"') && body !== undefined;
}

function expectProblem(answer: Answer, isRight: boolean, done: readonly Mutation[]): void {
  const { status, body, headers } = answer;
  const about = `${JSON.stringify(done).slice(0, 500)} → ${JSON.stringify(body).slice(0, 500)}`;
  expect(status, about).toBeLessThan(500);
  if (!isRight) expect([400, 413, 422], about).toContain(status);
  if (status < 400) return;
  expect(headers.get("content-type"), about).toMatch("application/problem+json");
  expect(body, about).toMatchObject({ status, requestId: expect.any(String) });
  expect(body.type, about).toMatch(/^https:\/\/holdfast\.example\/problems\/[a-z-]+$/);
  expect(body.detail.length, about).toBeGreaterThan(5);
  if (status !== 422 || !body.type.endsWith("invalid-request")) return;
  expect(body.errors?.length, about).toBeGreaterThan(0);
  const pointers: string[] = body.errors.map((one: { pointer: string }) => one.pointer);
  if (!isRight)
    expect(
      pointers.some((one) => isNear(one, done)),
      about,
    ).toBe(true);
}

/** Whether the pointer names the mutated place, something above it or something below it. */
function isNear(pointer: string, done: readonly Mutation[]): boolean {
  return done.some(({ at }) => {
    const place = pointerTo(at);
    return place.startsWith(pointer) || pointer.startsWith(place);
  });
}

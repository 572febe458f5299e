import { expect } from "vitest";
import type { Db } from "../../src/db/connection.ts";
import type { Answer } from "../harness/caller.ts";
import { snapshot } from "../isolation/snapshot.ts";

export const invalid = [422, "invalid-request"];

/** The status, the problem type and the pointers. */
function saidBy({ status, body }: Answer): unknown[] {
  const pointers = (body.errors ?? []).map((one: { pointer: string }) => one.pointer);
  return [status, String(body.type).replace(/.*\//, ""), ...pointers];
}

/** Expects this refusal with nothing written. Takes the owner's connection. */
export async function expectSaid(
  owner: Db,
  ask: () => Promise<Answer>,
  expected: unknown[],
): Promise<void> {
  const before = await snapshot(owner);
  const answer = await ask();
  expect(saidBy(answer), JSON.stringify(answer.body)).toEqual(expected);
  expect(await snapshot(owner)).toEqual(before);
}

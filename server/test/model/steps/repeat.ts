import fc from "fast-check";
import { expect } from "vitest";
import { HOUR_MS } from "../../../src/base/time.ts";
import type { Books, Sent } from "../books.ts";
import { callerOf, type World } from "../world.ts";
import { expectProblem } from "./moves.ts";
import { step, type Step } from "./step.ts";

const KEPT_MS = 72 * HOUR_MS;

/** The same request again, or something else under its key. */
export const repeating: fc.Arbitrary<Step> = fc
  .record({ number: fc.nat(19), isOther: fc.boolean() })
  .map(({ number, isOther }) =>
    step(
      `repeats request -${number}${isOther ? " with another body" : ""}`,
      (books, world) =>
        repeat(books, world, books.sent.at(-1 - (number % books.sent.length))!, isOther),
      (books) => books.sent.length > 0,
    ),
  );

async function repeat(books: Books, world: World, sent: Sent, isOther: boolean): Promise<void> {
  const last = books.sent.findLast((one) => one.key === sent.key)!;
  if (!last.stored || last.at + KEPT_MS <= books.now) {
    // Nothing is kept: it is done again, as a new request.
    await last.again?.();
    return;
  }
  const { who, path, key, stored } = last;
  const body = isOther ? otherBody(last.body) : last.body;
  const answer = await callerOf(world, who).post(path, body, { "idempotency-key": key });
  if (isOther) return expectProblem(answer, 422, "idempotency-key-reused");
  expect(answer.headers.get("idempotent-replayed")).toBe("true");
  expect({ status: answer.status, body: answer.body }).toEqual(stored);
}

/** Another wish in the same shape, which the schema lets through. */
function otherBody(body: Record<string, unknown>): Record<string, unknown> {
  if (Array.isArray(body.items)) return { ...body, items: [...body.items, body.items[0]] };
  return "minutes" in body ? { minutes: 29 } : { ...body, reason: "Another body" };
}

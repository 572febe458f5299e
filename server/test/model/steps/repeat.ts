import fc from "fast-check";
import { expect } from "vitest";
import { HOUR_MS } from "../../../src/base/time.ts";
import type { Books, Sent } from "../books.ts";
import { callerOf, type World } from "../world.ts";
import { expectProblem } from "./moves.ts";
import { step, type Step } from "./step.ts";

const KEPT_MS = 72 * HOUR_MS;

/** Repeats a request, or sends another body under its key. */
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
    // No answer is stored, so it runs again as a new request.
    await last.again?.();
    return;
  }
  const { who, path, key, stored } = last;
  const other = isOther ? otherBody(last) : undefined;
  const body = other ?? last.body;
  const answer = await callerOf(world, who).post(path, body, { "idempotency-key": key });
  if (other) return expectProblem(answer, 422, "idempotency-key-reused");
  expect(answer.headers.get("idempotent-replayed")).toBe("true");
  expect({ status: answer.status, body: answer.body }).toEqual(stored);
}

/** Another body that is valid for the path; undefined when there is none. */
function otherBody({ path, body }: Sent): Record<string, unknown> | undefined {
  if (Array.isArray(body.items)) return { ...body, items: [...body.items, body.items[0]] };
  if (path.endsWith("/extension")) return { minutes: 29 };
  return path.endsWith("/checkIn") ? undefined : { ...body, reason: "Another body" };
}

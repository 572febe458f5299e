import { expect, test } from "vitest";
import { nouns, statusText } from "../../src/base/nouns.ts";
import { holdLimit } from "../../src/base/hold-limit.ts";
import * as problem from "../../src/base/problem.ts";
import type { Text } from "../../src/base/text.ts";

const { Problem, problems } = problem;
const arabic = /[\u0600-\u06FF]/;

/** The languages in which a text has real words. */
function languagesOf(text: Text | undefined): string {
  const inArabic = arabic.test(text?.ar ?? "") ? "ar" : "";
  const inEnglish = /[a-z]/i.test(text?.en ?? "") && !arabic.test(text?.en ?? "") ? "en" : "";
  return `${inArabic} ${inEnglish}`;
}

const examples = {
  "invalid-request": problem.invalidAt("/start", "أرسل وقتًا.", "Send a time."),
  "not-available": problem.notAvailable([]),
  "already-taken": problem.alreadyTaken(),
  "invalid-transition": problem.invalidTransition("cancelled", "confirmed"),
  conflict: problem.conflict("مستخدم.", "Taken.", "/slug"),
  "insufficient-funds": problem.insufficientFunds("/walletAmount"),
  "not-found": problem.notFound("booking"),
  unauthenticated: problem.unauthenticated(),
  forbidden: problem.forbidden(),
  "method-not-allowed": problem.methodNotAllowed(["GET"]),
  "not-acceptable": problem.notAcceptable(),
  "precondition-failed": problem.preconditionFailed(),
  "precondition-required": problem.preconditionRequired(),
  "too-large": problem.tooLarge(1024),
  "unsupported-media-type": problem.unsupportedMediaType(),
  "idempotency-key-missing": problem.idempotencyKeyMissing(),
  "idempotency-key-reused": problem.idempotencyKeyReused(),
  "idempotency-in-progress": problem.idempotencyInProgress(),
  "too-many-requests": problem.tooManyRequests(7.2),
  "hold-limit": holdLimit("customer", 20, 21),
  internal: problem.internal(),
  busy: problem.busy(),
  unavailable: problem.unavailable(),
} satisfies Record<problem.ProblemType, problem.Problem>;

test.each(Object.keys(problems) as problem.ProblemType[])(
  "%s has a status, a title and a detail in Arabic and English",
  (type) => {
    const example = examples[type];
    expect(example).toBeInstanceOf(Problem);
    expect(example.type).toBe(type);
    expect(example.status).toBe(problems[type].status);
    expect(example.status).toBeGreaterThanOrEqual(400);
    expect(languagesOf(problems[type].title)).toBe("ar en");
    const details = example.detail ? [example.detail] : example.errors?.map((one) => one.detail);
    for (const detail of details ?? []) expect(languagesOf(detail)).toBe("ar en");
    expect(details?.length).toBeGreaterThan(0);
  },
);

test("every noun and every status has words in both languages", () => {
  const statuses = ["reserved", "pending", "confirmed", "no_show", "expired", "suspended"];
  const words = [...Object.values(nouns), ...statuses.map(statusText)];
  expect(words.filter((one) => languagesOf(one) !== "ar en")).toEqual([]);
});

test("malformed input is an invalid-request problem with status 400", () => {
  expect(problem.malformed("JSON مكسور.", "Broken JSON.")).toMatchObject({
    type: "invalid-request",
    status: 400,
  });
});

test("every problem that asks the caller to wait has a Retry-After in whole seconds", () => {
  expect(examples["too-many-requests"].headers).toEqual({ "retry-after": "8" });
  for (const type of ["hold-limit", "idempotency-in-progress", "busy", "unavailable"] as const) {
    expect(examples[type].headers?.["retry-after"]).toMatch(/^[1-9]\d*$/);
  }
});

test("a refused transition names both statuses, in its fields and in its detail", () => {
  const refused = examples["invalid-transition"];
  expect(refused.extra).toEqual({ from: "cancelled", to: "confirmed" });
  expect(refused.detail?.en).toBe("The status cannot change from cancelled to confirmed.");
});

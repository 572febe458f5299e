import {
  malformed,
  tooLarge,
  unsupportedMediaType,
  type Problem,
  type Reason,
} from "../base/problem.ts";
import { BODY_MAX_BYTES, FIELD_ERRORS_MAX } from "../base/limits.ts";
import type { Locale, Text } from "../base/text.ts";
import { asProblem } from "../db/constraint-problems.ts";

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";
export const TYPE_BASE = "https://holdfast.example/problems/";

/** Returns the absolute, stable `type` of a problem. */
export function problemUri(type: string): string {
  return TYPE_BASE + type;
}

/** RFC 9457 problem details in the caller's language. */
export function problemBody(
  problem: Problem,
  locale: Locale,
  requestId: string,
): Record<string, unknown> {
  const say = (words: Text) => words[locale];
  const sayReason = (reason: Reason) => ({ ...reason, message: say(reason.message) });
  const { reasons, ...extra } = problem.extra ?? {};
  return {
    ...extra,
    ...(Array.isArray(reasons) && { reasons: (reasons as Reason[]).map(sayReason) }),
    type: problemUri(problem.type),
    title: say(problem.title),
    status: problem.status,
    detail: say(problem.detail ?? problem.title),
    ...(problem.errors && {
      errors: problem.errors
        .slice(0, FIELD_ERRORS_MAX)
        .map(({ pointer, detail }) => ({ pointer, detail: say(detail) })),
    }),
    requestId,
  };
}

const written = new WeakMap<Problem, Partial<Record<Locale, string>>>();

/**
 * The same as text. A refusal that many requests share (a crowd that wanted one slot) is written once for each
 * language; only the request id differs.
 */
export function problemText(problem: Problem, locale: Locale, requestId: string): string {
  const texts = written.get(problem) ?? {};
  written.set(problem, texts);
  texts[locale] ??= sharedText(problem, locale);
  return `${texts[locale].slice(0, -1)},"requestId":${JSON.stringify(requestId)}}`;
}

function sharedText(problem: Problem, locale: Locale): string {
  const { requestId: _, ...shared } = problemBody(problem, locale, "");
  return JSON.stringify(shared);
}

/**
 * Turns anything thrown into the problem the caller gets. Unexpected errors become `internal`, with the error as its
 * cause for the log.
 */
export function toProblem(error: unknown): Problem {
  return fromFastify(error) ?? asProblem(error);
}

function fromFastify(error: unknown): Problem | undefined {
  const { code, statusCode } = Object(error) as { code?: unknown; statusCode?: unknown };
  switch (code) {
    case "FST_ERR_CTP_BODY_TOO_LARGE":
      return tooLarge(BODY_MAX_BYTES);
    case "FST_ERR_CTP_INVALID_MEDIA_TYPE":
      return unsupportedMediaType();
    case "FST_ERR_BAD_URL":
      return malformed("العنوان غير صحيح الترميز.", "The URL is not encoded correctly.");
    default:
  }
  const isTheirs = typeof statusCode === "number" && statusCode >= 400 && statusCode < 500;
  return isTheirs && String(code).startsWith("FST_")
    ? malformed("تعذرت قراءة الطلب.", "The request could not be read.")
    : undefined;
}

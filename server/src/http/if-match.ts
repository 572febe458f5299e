import { preconditionRequired, Problem } from "../base/problem.ts";
import { text } from "../base/text.ts";
import type { Route } from "./route.ts";

const ETAG = /^(?:W\/)?"(\d{1,9})"$/;

/**
 * Reads the version in `If-Match`.
 *
 * @throws Problem precondition-required when it is required and absent, invalid-request 400 when it is not one of our
 *   ETags
 */
export function readIfMatch(
  header: string | undefined,
  needed: Route["ifMatch"],
): number | undefined {
  if (needed === undefined) return undefined;
  if (header === undefined || header === "") {
    if (needed === true) throw preconditionRequired();
    return undefined;
  }
  const version = ETAG.exec(header.trim())?.[1];
  if (version !== undefined) return Number(version);
  const detail = text(
    'أرسل قيمة ETag كما قرأتها، مثل "3".',
    'Send the ETag as you read it, such as "3".',
  );
  throw new Problem("invalid-request", {
    status: 400,
    detail,
    errors: [{ pointer: "/headers/if-match", detail }],
  });
}

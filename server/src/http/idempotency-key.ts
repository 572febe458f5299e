import { createHash, createHmac } from "node:crypto";
import type { Actor } from "../base/actor.ts";
import type { Idempotency } from "../base/idempotency.ts";
import { idempotencyKeyMissing, Problem } from "../base/problem.ts";
import { text } from "../base/text.ts";

const VISIBLE = /^[\x21-\x7e]{1,255}$/;
/** The IETF draft writes the key as a structured string, most clients write it without quotes. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/**
 * Reads `Idempotency-Key`, bare or quoted (draft-ietf-httpapi-idempotency-key-header), 1–255 visible characters.
 *
 * @throws Problem idempotency-key-missing where it is required, invalid-request 400 when it is malformed
 */
export function readIdempotencyKey(
  header: string | undefined,
  required: boolean,
): string | undefined {
  if (header === undefined || header === "") {
    if (required) throw idempotencyKeyMissing();
    return undefined;
  }
  const key = QUOTED.exec(header)?.[1]?.replaceAll(/\\(["\\])/g, "$1") ?? header;
  if (VISIBLE.test(key)) return key;
  const detail = text(
    "أرسل من 1 إلى 255 حرفًا مرئيًا بلا مسافات.",
    "Send 1 to 255 visible characters, no spaces.",
  );
  throw new Problem("invalid-request", {
    status: 400,
    detail,
    errors: [{ pointer: "/headers/idempotency-key", detail }],
  });
}

/**
 * Identifies repeats of a request. A key belongs to its sender (an anonymous caller is known only by address, which
 * is hashed) and to one method and path.
 *
 * @param secret keys the hash of the address
 */
export function idempotencyOf(request: {
  key: string;
  actor: Actor;
  ip: string;
  method: string;
  path: string;
  body: unknown;
  secret: string;
}): Idempotency {
  const { actor, method, path, key } = request;
  const who = actor.kind === "anonymous" ? anonymousAt(request.ip, request.secret) : whoIs(actor);
  return { scope: `${who} ${method} ${path}`, key, fingerprint: fingerprintOf(request.body) };
}

/** SHA-256 of the body with its fields in canonical order; an absent body has its own value. */
export function fingerprintOf(body: unknown): string {
  return createHash("sha256").update(canonical(body)).digest("hex");
}

function whoIs(actor: Exclude<Actor, { kind: "anonymous" }>): string {
  return actor.kind === "user" ? `user:${actor.userId}` : `key:${actor.keyId}`;
}

function anonymousAt(ip: string, secret: string): string {
  return `anonymous:${createHmac("sha256", secret).update(`anonymous ${ip}`).digest("hex").slice(0, 32)}`;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`);
  return `{${fields.join(",")}}`;
}

import { createHash, randomBytes } from "node:crypto";

/** 256 bits: nothing to guess, so a plain hash at rest is enough. */
const TOKEN_BYTES = 32;
const KEY = /^hfk_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([\w-]{43})$/;

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** The key as its owner sees it, once: it names its business, so that it can be looked up by its shard. */
export function keyToken(businessId: string, secret: string): string {
  return `hfk_${businessId.replaceAll("-", "")}_${secret}`;
}

/** The two parts of an API key; undefined when it is none (a session's token, most often). */
export function parseKeyToken(token: string): { businessId: string; secret: string } | undefined {
  const [, a, b, c, d, e, secret] = KEY.exec(token) ?? [];
  return secret === undefined ? undefined : { businessId: [a, b, c, d, e].join("-"), secret };
}

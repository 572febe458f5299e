import { createHash, randomBytes } from "node:crypto";

/** 256 random bits cannot be guessed, so a plain hash is enough at rest. */
const TOKEN_BYTES = 32;
const KEY = /^hfk_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([\w-]{43})$/;

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString("base64url");
}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Writes the key as its owner sees it, once: it contains its business, so that it can be looked up by its shard. */
export function keyToken(businessId: string, secret: string): string {
  return `hfk_${businessId.replaceAll("-", "")}_${secret}`;
}

/** Splits an API key into its two parts; undefined when it is not one (usually a session token). */
export function parseKeyToken(token: string): { businessId: string; secret: string } | undefined {
  const [, a, b, c, d, e, secret] = KEY.exec(token) ?? [];
  return secret === undefined ? undefined : { businessId: [a, b, c, d, e].join("-"), secret };
}

import { createHash, createHmac, hkdfSync } from "node:crypto";

/** A signing key, and the id stored in its seals, which reveals nothing about the key. */
export interface SealKey {
  id: string;
  bytes: Uint8Array;
}

export interface SealKeys {
  /** Signs new seals. */
  current: SealKey;
  /** Every key that existing seals may have been made with, by id. */
  known: ReadonlyMap<string, SealKey>;
}

const KEY_BYTES = 32;
const ID_LENGTH = 12;

/**
 * Derives the keys from the server's current and earlier secrets (HKDF, RFC 5869): no other use of the secret shares
 * them.
 */
export function sealKeysOf(secret: string, oldSecrets: readonly string[] = []): SealKeys {
  const current = keyOf(secret);
  const all = [current, ...oldSecrets.map(keyOf)];
  return { current, known: new Map(all.map((key) => [key.id, key])) };
}

function keyOf(secret: string): SealKey {
  const bytes = new Uint8Array(hkdfSync("sha256", secret, "holdfast", "event seals 1", KEY_BYTES));
  const id = createHash("sha256").update("id of ").update(bytes).digest("hex").slice(0, ID_LENGTH);
  return { id, bytes };
}

/**
 * Signs an event's text under a number: HMAC-SHA-256 in hex. The number contains no space, so the input is
 * unambiguous.
 */
export function signatureOf(key: SealKey, number: number, text: string): string {
  return createHmac("sha256", key.bytes).update(`${number} ${text}`).digest("hex");
}

import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import type { Idempotency } from "../base/idempotency.ts";

const CIPHER = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;

type Sealed = { sealed: string };

/**
 * Encrypts an answer that carries a secret (a session token, an API key) before it is stored for replays: everywhere
 * else the secret is stored only as a hash. The caller's own key is part of the encryption key.
 */
export function seal(body: unknown, idempotency: Idempotency, secret: string): Sealed {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(idempotency, secret), iv);
  const words = Buffer.concat([
    cipher.update(JSON.stringify(body ?? null), "utf8"),
    cipher.final(),
  ]);
  return { sealed: Buffer.concat([iv, cipher.getAuthTag(), words]).toString("base64") };
}

/**
 * Decrypts what `seal` wrote.
 *
 * @throws Error when the server's secret has changed since
 */
export function unseal(stored: unknown, idempotency: Idempotency, secret: string): unknown {
  const bytes = Buffer.from((stored as Sealed).sealed, "base64");
  const tagEnd = IV_BYTES + TAG_BYTES;
  const decipher = createDecipheriv(
    CIPHER,
    keyOf(idempotency, secret),
    bytes.subarray(0, IV_BYTES),
  );
  decipher.setAuthTag(bytes.subarray(IV_BYTES, tagEnd));
  const words = Buffer.concat([decipher.update(bytes.subarray(tagEnd)), decipher.final()]);
  return JSON.parse(words.toString("utf8"));
}

function keyOf({ scope, key }: Idempotency, secret: string): Buffer {
  return createHmac("sha256", secret).update(`seal ${scope} ${key}`).digest();
}

import { createHmac, randomInt, timingSafeEqual } from "node:crypto";

/** Six digits that last five minutes and five attempts: odds of guessing are one in 200,000 per code. */
export const CODE_MINUTES = 5;
export const CODE_TRIES = 5;
const CODE_DIGITS = 6;

export function newCode(): string {
  return randomInt(10 ** CODE_DIGITS)
    .toString()
    .padStart(CODE_DIGITS, "0");
}

/**
 * Hashes a code with a key, because anyone who reads the table can hash a million codes in a second; bound to the
 * number.
 */
export function hashCode(code: string, phone: string, secret: string): string {
  return createHmac("sha256", secret).update(`code ${phone} ${code}`).digest("hex");
}

export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

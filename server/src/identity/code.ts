import { createHmac, randomInt, timingSafeEqual } from "node:crypto";

/** Six digits last five minutes and five tries: one guess in 200,000 per code. */
export const CODE_MINUTES = 5;
export const CODE_TRIES = 5;
const CODE_DIGITS = 6;

export function newCode(): string {
  return randomInt(10 ** CODE_DIGITS)
    .toString()
    .padStart(CODE_DIGITS, "0");
}

/** Keyed, because a million codes are hashed in a second by whoever reads the table; bound to the number. */
export function hashCode(code: string, phone: string, secret: string): string {
  return createHmac("sha256", secret).update(`code ${phone} ${code}`).digest("hex");
}

export function sameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

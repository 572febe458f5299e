/** Fills and returns the array; injected where a test wants the same ids again. */
export type Random = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;

const secureRandom: Random = (bytes) => crypto.getRandomValues(bytes);

/**
 * UUIDv7 (RFC 9562 section 5.7): 48 bits of epoch milliseconds, then randomness, so that new rows lie
 * together in an index.
 */
export function newId(nowMs: number = Date.now(), random: Random = secureRandom): string {
  const bytes = random(new Uint8Array(16));
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  view.setUint16(0, Math.floor(nowMs / 2 ** 32));
  view.setUint32(2, nowMs % 2 ** 32);
  view.setUint8(6, 0x70 | (view.getUint8(6) & 0x0f));
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Crockford's base 32 (crockford.com/base32.html): no I, L, O or U, so it can be read out on a phone. */
const REFERENCE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What a customer reads out at the desk: 8 letters, 40 bits, unique per business by constraint. */
export function newReference(random: Random = secureRandom): string {
  const bytes = random(new Uint8Array(8));
  return Array.from(bytes, (byte) => REFERENCE_LETTERS[byte % 32]).join("");
}

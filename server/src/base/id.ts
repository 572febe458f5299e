/** Fills and returns the array; injected where a test needs reproducible ids. */
export type Random = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array;

/** Drawn in advance: one call for many ids costs hardly more than one for a single id. */
const drawn = { bytes: new Uint8Array(4096), next: 4096 };

/** For arrays of up to a few hundred bytes. */
const secureRandom: Random = (bytes) => {
  const { bytes: store } = drawn;
  if (drawn.next + bytes.length > store.length) {
    crypto.getRandomValues(store);
    drawn.next = 0;
  }
  bytes.set(store.subarray(drawn.next, drawn.next + bytes.length));
  // Nobody reads them here a second time.
  store.fill(0, drawn.next, drawn.next + bytes.length);
  drawn.next += bytes.length;
  return bytes;
};

/**
 * Ids made by one process in one millisecond ascend: the 12 bits after the time are a counter (RFC 9562 section 6.2,
 * method 1).
 */
const last = { ms: 0, count: 0 };
const COUNT_MAX = 0xfff;

function countWithin(ms: number, start: number): number {
  last.count = ms === last.ms && last.count < COUNT_MAX ? last.count + 1 : start;
  last.ms = ms;
  return last.count;
}

/**
 * UUIDv7 (RFC 9562 section 5.7): 48 bits of epoch milliseconds, then a counter, then randomness, so that new rows are
 * adjacent in an index and sorting by id sorts by creation. With an injected `random` there is no counter.
 */
export function newId(nowMs: number = Date.now(), random: Random = secureRandom): string {
  const bytes = random(new Uint8Array(16));
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  view.setUint16(0, Math.floor(nowMs / 2 ** 32));
  view.setUint32(2, nowMs % 2 ** 32);
  const start = view.getUint16(6) & COUNT_MAX;
  // Starts in the lower half, to leave room for counting.
  const count = random === secureRandom ? countWithin(nowMs, start >> 1) : start;
  view.setUint16(6, 0x7000 | count);
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  const hex = bytes.toHex();
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Crockford's base 32 (crockford.com/base32.html): no I, L, O or U, so it can be read out on the phone. */
const REFERENCE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The reference a customer reads out at the desk: 8 letters, 40 bits, unique per business by constraint. */
export function newReference(random: Random = secureRandom): string {
  const bytes = random(new Uint8Array(8));
  return Array.from(bytes, (byte) => REFERENCE_LETTERS[byte % 32]).join("");
}

import { gzipped } from "./compress.ts";

/** The body of an answer as it is sent. */
interface WrittenBody {
  plain: string | Buffer;
  /** Whether it is worth compressing. */
  isLong: boolean;
  gzip(): Promise<Buffer>;
}

/** Characters. A shorter answer takes a few packets; compressing it would cost more time than sending it. */
const LONG = 8_192;

export function write(body: unknown): WrittenBody {
  const plain = JSON.stringify(body);
  return { plain, isLong: plain.length >= LONG, gzip: () => gzipped(plain) };
}

const written = new WeakMap<object, WrittenBody>();

/** The same for a body that many requests get: it is written, encoded and compressed for the first of them. */
export function writtenOnce(body: object): WrittenBody {
  const known = written.get(body);
  if (known) return known;
  const { plain, isLong } = write(body);
  const bytes = Buffer.from(plain);
  let packed: Promise<Buffer> | undefined;
  const made = { plain: bytes, isLong, gzip: () => (packed ??= gzipped(bytes)) };
  written.set(body, made);
  return made;
}

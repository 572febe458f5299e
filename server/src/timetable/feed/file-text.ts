import type { BadRows } from "./bad-rows.ts";
import type { FeedSource } from "./feed-source.ts";
import { detectEncoding } from "./text-encoding.ts";
import { UnreadableFeed } from "./unreadable-feed.ts";

/**
 * Returns a file's text in pieces, without byte order mark, every line ending "
 * ". The file is read twice: its encoding can only be told from the whole of it, and no row may be emitted before.
 *
 * @throws UnreadableFeed when the encoding cannot be determined, or the file cannot be read
 */
export async function* readText(
  source: FeedSource,
  file: string,
  bad: BadRows,
): AsyncGenerator<string> {
  const encoding = await detectEncoding(readBytes(source, file));
  if (encoding === undefined)
    throw new UnreadableFeed(
      `${file}: not UTF-8, and its encoding cannot be determined; save it as UTF-8 and import again`,
    );
  if (encoding !== "utf-8") bad.noteEncoding(file, encoding);
  const decoder = new TextDecoder(encoding);
  // A "\r" at the end of a piece may be the first half of a line end.
  let held = "";
  for await (const bytes of readBytes(source, file)) {
    const text = held + decoder.decode(bytes, { stream: true });
    held = text.endsWith("\r") ? "\r" : "";
    yield withOneLineEnd(held === "" ? text : text.slice(0, -1));
  }
  yield withOneLineEnd(held + decoder.decode());
}

function withOneLineEnd(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}

async function* readBytes(source: FeedSource, file: string): AsyncGenerator<Buffer> {
  const stream = await source.open(file);
  try {
    yield* stream as AsyncIterable<Buffer>;
  } catch (error) {
    const why = (error as Error).message;
    throw new UnreadableFeed(`${file}: cannot be read (${why}); get the feed again`, error);
  } finally {
    stream.destroy();
  }
}

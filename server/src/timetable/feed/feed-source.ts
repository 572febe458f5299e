import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { openFolder } from "./folder-source.ts";
import { UnreadableFeed } from "./unreadable-feed.ts";
import { openZip } from "./zip-source.ts";

/** The files of a feed, in a folder or a zip. */
export interface FeedSource {
  has(file: string): boolean;
  /** @throws UnreadableFeed when the file does not exist or must not be opened */
  open(file: string): Promise<Readable>;
  close(): void;
}

/**
 * Opens a folder or a zip of `.txt` files. In a zip they may lie one folder deep, as some publishers pack them.
 *
 * @throws UnreadableFeed when there is nothing to read at `path`, or its content could do harm
 */
export async function openFeedSource(path: string): Promise<FeedSource> {
  const found = await stat(path).catch((error: unknown) => {
    throw new UnreadableFeed(`${path}: there is no such folder or file`, error);
  });
  const source = found.isDirectory() ? await openFolder(path) : await openZip(path);
  if (source.has("agency.txt")) return source;
  source.close();
  throw new UnreadableFeed(`${path}: no agency.txt in it, so it is not a GTFS feed`);
}

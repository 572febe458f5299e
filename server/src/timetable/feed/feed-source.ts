import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Readable } from "node:stream";
import * as yauzl from "yauzl";

/** The files of a feed, wherever they lie. */
export interface FeedSource {
  has(file: string): boolean;
  /** @throws Error when there is no such file */
  open(file: string): Promise<Readable>;
  close(): void;
}

/** The feed as a whole cannot be read; the message says what to do. */
export class UnreadableFeed extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "UnreadableFeed";
  }
}

/**
 * Opens a folder or a zip of `.txt` files. In a zip they may lie one folder deep, as some publishers pack them.
 *
 * @throws UnreadableFeed when there is nothing to read at `path`
 */
export async function openFeedSource(path: string): Promise<FeedSource> {
  const found = await stat(path).catch((error: unknown) => {
    throw new UnreadableFeed(`${path}: there is no such folder or file`, error);
  });
  const source = found.isDirectory() ? await openFolder(path) : await openZip(path);
  if (source.has("agency.txt")) return source;
  source.close();
  throw new UnreadableFeed(`${path}: no agency.txt in it, so it is no GTFS feed`);
}

async function openFolder(path: string): Promise<FeedSource> {
  const names = new Set(await readdir(path));
  return {
    has: (file) => names.has(file),
    open: async (file) => createReadStream(join(path, file)),
    close: () => undefined,
  };
}

async function openZip(path: string): Promise<FeedSource> {
  const zip = await yauzl.openPromise(path, { autoClose: false }).catch((error: unknown) => {
    throw new UnreadableFeed(`${path}: neither a folder nor a readable zip`, error);
  });
  const entries = new Map<string, yauzl.Entry>();
  for await (const entry of zip.eachEntry()) {
    const depth = entry.fileName.split("/").length;
    const isShadow = entry.fileName.startsWith("__MACOSX/");
    if (depth <= 2 && !isShadow) entries.set(basename(entry.fileName), entry);
  }
  return {
    has: (file) => entries.has(file),
    open: async (file) => {
      const entry = entries.get(file);
      if (!entry) throw new UnreadableFeed(`${path}: no ${file} in it`);
      return zip.openReadStreamPromise(entry);
    },
    close: () => zip.close(),
  };
}

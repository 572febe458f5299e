import { stat } from "node:fs/promises";
import { basename } from "node:path";
import * as yauzl from "yauzl";
import type { FeedSource } from "./feed-source.ts";
import { UnreadableFeed } from "./unreadable-feed.ts";

/** A feed has about thirty files; those of a whole country unpack to less than 3 GB. */
const ENTRIES_MAX = 1_000;
const UNPACKED_BYTES_MAX = 8 * 2 ** 30;
/** Timetables compress to a tenth or a thirtieth, only zip bombs to less than this. Small files may be repetitive. */
const RATIO_MAX = 200;
const RATIO_FROM_BYTES = 2 ** 20;
/** The file type, in the upper half of an entry's attributes as Unix writes them. */
const TYPE_MASK = 0o170000;
const LINK = 0o120000;

/**
 * Reads a zip of `.txt` files, at its top level or one folder deep. Names that lead out of it, links, nested zips and
 * suspicious compression ratios are refused before anything is read; an entry larger than it declares is refused
 * while reading.
 *
 * @throws UnreadableFeed
 */
export async function openZip(path: string): Promise<FeedSource> {
  // Strict: a backslash does not count as a slash.
  const options = { autoClose: false, strictFileNames: true };
  const zip = await yauzl.openPromise(path, options).catch((error: unknown) => {
    throw new UnreadableFeed(`${path}: neither a folder nor a readable zip`, error);
  });
  try {
    const entries = await readEntries(path, zip);
    return {
      has: (file) => entries.has(file),
      open: (file) => openEntry(path, zip, file, entries.get(file)),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readEntries(path: string, zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > ENTRIES_MAX)
    throw refused(path, `holds ${zip.entryCount} files, more than ${ENTRIES_MAX}`);
  const packedBytes = (await stat(path)).size;
  const found = new Map<string, yauzl.Entry>();
  let unpackedBytes = 0;
  for await (const entry of entriesOf(path, zip)) {
    assertHarmless(path, entry);
    unpackedBytes += entry.uncompressedSize;
    if (unpackedBytes > UNPACKED_BYTES_MAX || isBomb(unpackedBytes, packedBytes))
      throw refused(path, `would unpack to ${unpackedBytes} bytes and more, as a zip bomb does`);
    const depth = entry.fileName.split("/").length;
    const name = basename(entry.fileName);
    if (depth > 2 || !name.endsWith(".txt") || entry.fileName.startsWith("__MACOSX/")) continue;
    if (found.has(name)) throw refused(path, `holds ${name} twice`);
    found.set(name, entry);
  }
  return found;
}

/** Lists the entries; the zip reader itself fails on a name that leads out of the zip. */
async function* entriesOf(path: string, zip: yauzl.ZipFile): AsyncGenerator<yauzl.Entry> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    if (error instanceof UnreadableFeed) throw error;
    const why = (error as Error).message;
    const leadsOut = /relative path|absolute path|characters in fileName/.test(why);
    throw refused(
      path,
      leadsOut ? `has a name that leads out of it (${why})` : `is broken: ${why}`,
    );
  }
}

function assertHarmless(path: string, entry: yauzl.Entry): void {
  const { fileName: name, uncompressedSize, compressedSize } = entry;
  if (((entry.externalFileAttributes >>> 16) & TYPE_MASK) === LINK)
    throw refused(path, `holds a link, ${name}`);
  if (name.toLowerCase().endsWith(".zip"))
    throw refused(path, `holds another zip, ${name}; import that one`);
  if (isBomb(uncompressedSize, compressedSize))
    throw refused(path, `would unpack ${name} to ${uncompressedSize} bytes, as a zip bomb does`);
}

function isBomb(unpackedBytes: number, packedBytes: number): boolean {
  return unpackedBytes > RATIO_FROM_BYTES && unpackedBytes > packedBytes * RATIO_MAX;
}

function openEntry(path: string, zip: yauzl.ZipFile, file: string, entry?: yauzl.Entry) {
  if (!entry) throw new UnreadableFeed(`${path}: no ${file} in it`);
  return zip.openReadStreamPromise(entry).catch((error: unknown) => {
    throw refused(path, `cannot unpack ${file}: ${(error as Error).message}`);
  });
}

function refused(path: string, why: string): UnreadableFeed {
  return new UnreadableFeed(`${path}: ${why}. Pack only the feed's .txt files, and import that.`);
}

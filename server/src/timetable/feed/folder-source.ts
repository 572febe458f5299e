import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FeedSource } from "./feed-source.ts";
import { UnreadableFeed } from "./unreadable-feed.ts";

/**
 * Reads a folder of `.txt` files. Links are not followed: in a folder that a stranger sent they could lead to any
 * file of this machine, and bad-row reports would quote its lines.
 *
 * @throws UnreadableFeed when one of the files is a link, or not a regular file
 */
export async function openFolder(path: string): Promise<FeedSource> {
  const entries = await readdir(path, { withFileTypes: true });
  const files = entries.filter((entry) => entry.name.endsWith(".txt"));
  for (const file of files) {
    if (file.isSymbolicLink())
      throw new UnreadableFeed(`${path}: ${file.name} is a link; put the file itself there`);
    if (!file.isFile()) throw new UnreadableFeed(`${path}: ${file.name} is not a file`);
  }
  const names = new Set(files.map((file) => file.name));
  return {
    has: (file) => names.has(file),
    open: async (file) => {
      // Also catches a link put in the file's place meanwhile.
      const opened = await open(join(path, file), constants.O_RDONLY | constants.O_NOFOLLOW).catch(
        (error: unknown) => {
          throw new UnreadableFeed(`${path}: ${file} cannot be opened`, error);
        },
      );
      return opened.createReadStream();
    },
    close: () => undefined,
  };
}

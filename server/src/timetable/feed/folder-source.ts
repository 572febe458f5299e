import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FeedSource } from "./feed-source.ts";
import { UnreadableFeed } from "./unreadable-feed.ts";

/**
 * A folder of `.txt` files. Links are not followed: in a folder that somebody sent they could lead to any file of this
 * machine, whose lines would be told as bad rows.
 *
 * @throws UnreadableFeed when one of the files is a link, or no file at all
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
      // Also one that was put in the file's place meanwhile.
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

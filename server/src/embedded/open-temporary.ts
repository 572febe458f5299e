import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbedded, type Embedded } from "./open-embedded.ts";
import type { Durability } from "./server-settings.ts";

/**
 * Starts its own PostgreSQL in a new temporary folder; stopping it deletes the folder.
 *
 * @param options.durability `"off"` where the test does not crash the server
 */
export async function openTemporary(options: {
  log: (message: string) => void;
  durability?: Durability;
}): Promise<Embedded> {
  const dataFolder = await mkdtemp(join(tmpdir(), "holdfast-"));
  // mkdtemp keeps everybody else out, including the user that root runs the server as.
  await chmod(dataFolder, 0o711);
  const remove = () => rm(dataFolder, { recursive: true, force: true });
  const opened = await openEmbedded({ ...options, dataFolder }).catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  return { ...opened, stop: () => opened.stop().then(remove) };
}

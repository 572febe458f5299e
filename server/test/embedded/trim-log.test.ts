import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { trimLog } from "../../src/embedded/postmaster.ts";

const folder = await mkdtemp(join(tmpdir(), "trim-"));
afterAll(() => rm(folder, { recursive: true }));

test("a log that is too long is renamed to .1 and a new one is started", async () => {
  const file = join(folder, "server.log");
  await appendFile(file, "a".repeat(100));
  await trimLog(file, 1_000);
  expect(await readFile(file, "utf8")).toHaveLength(100);
  await trimLog(file, 100);
  await appendFile(file, "next");
  expect(await readFile(file, "utf8")).toBe("next");
  expect(await readFile(`${file}.1`, "utf8")).toHaveLength(100);
});

test("trimming a missing log does nothing", async () => {
  await expect(trimLog(join(folder, "none"), 1)).resolves.toBeUndefined();
});

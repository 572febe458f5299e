import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src/", import.meta.url));
const STATIC = /^(?:import|export) (?!type )[^;]*?from "(\.[^"]+)"|^import "(\.[^"]+)"/gms;

/** The files that a file's static imports load, directly or not. */
async function loadedWith(file: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = await readFile(file, "utf8");
  for (const [, from, bare] of text.matchAll(STATIC)) {
    await loadedWith(join(dirname(file), (from ?? bare)!), seen);
  }
  return seen;
}

test("a server does not load the gateway emulator, the demo or the replay at start", async () => {
  const loaded = [...(await loadedWith(join(src, "main/serve.ts")))].map((file) =>
    relative(src, file),
  );
  expect(loaded).toContain("app.ts");
  expect(loaded.length).toBeGreaterThan(200);
  expect(loaded.filter((file) => /^(sandbox|demo|replay)\//.test(file))).toEqual([]);
});

import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("../../src/", import.meta.url));
const STATIC = /^(?:import|export) (?!type )[^;]*?from "(\.[^"]+)"|^import "(\.[^"]+)"/gms;

/** What is loaded with a file, whether it is needed or not. */
async function loadedWith(file: string, seen = new Set<string>()): Promise<Set<string>> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const text = await readFile(file, "utf8");
  for (const [, from, bare] of text.matchAll(STATIC)) {
    await loadedWith(join(dirname(file), (from ?? bare)!), seen);
  }
  return seen;
}

test("a server loads neither the gateway emulator nor the demo nor the replay before somebody asks for them", async () => {
  const loaded = [...(await loadedWith(join(src, "main/serve.ts")))].map((file) =>
    relative(src, file),
  );
  expect(loaded).toContain("app.ts");
  expect(loaded.length).toBeGreaterThan(200);
  expect(loaded.filter((file) => /^(sandbox|demo|replay)\//.test(file))).toEqual([]);
});

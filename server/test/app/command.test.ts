import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const COMMAND = fileURLToPath(new URL("../../bin/holdfast.mjs", import.meta.url));

test("the holdfast command runs the program, from whatever folder it is called", async () => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [COMMAND, "--help"], { cwd: tmpdir() });
  expect(stdout).toMatch(/^holdfast <command>/);
});

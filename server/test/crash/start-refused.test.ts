import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { serverUrlOf } from "../../src/db/server-login.ts";
import { createFolder } from "../embedded/folders.ts";
import { createTestDatabase } from "../harness/test-database.ts";
import { startProgram, stopProgram } from "./program.ts";

const PROGRAM = fileURLToPath(new URL("../../src/main/holdfast.ts", import.meta.url));

const database = await createTestDatabase();
const ours = { DATABASE_URL: serverUrlOf(database.url), DATABASE_OWNER_URL: database.url };
const occupied = createServer().listen(0, "127.0.0.1");
await once(occupied, "listening");
const { port } = occupied.address() as AddressInfo;
afterAll(() => void occupied.close());

/** Runs a command that should end by itself; returns its status and stderr. */
async function ends(command: string, environment: Record<string, string>) {
  const child = spawn(process.execPath, [PROGRAM, command], {
    env: { ...process.env, HOLDFAST_DEMO: "0", PORT: "0", LOG_LEVEL: "warn", ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [said] = await Promise.all([text(child.stderr), once(child, "exit")]);
  return { status: child.exitCode, said };
}

test("a start on a port in use fails with one line that names the remedy", async () => {
  const { status, said } = await ends("api", {
    ...ours,
    HOLDFAST_DATA: await createFolder(),
    PORT: String(port),
  });
  expect(said.trim()).toBe(
    `Another program already listens on 127.0.0.1:${port}. Stop it, or set PORT to another port (0 takes any free port).`,
  );
  expect(status).toBe(2);
});

test("a start with a sandbox port in use fails with the remedy", async () => {
  const { status, said } = await ends("start", {
    ...ours,
    HOLDFAST_DATA: await createFolder(),
    HOLDFAST_SANDBOX_PORT: String(port),
  });
  expect(said).toContain("set HOLDFAST_SANDBOX_PORT to another port");
  expect(status).toBe(2);
});

test("a start with a database login that owns the schema is refused with the remedy", async () => {
  const { status, said } = await ends("api", {
    DATABASE_URL: database.url,
    HOLDFAST_DATA: await createFolder(),
  });
  expect(said).toContain("which can bypass row-level security: it is a superuser");
  expect(said).toContain("DATABASE_OWNER_URL=");
  expect(status).not.toBe(0);
});

test("a server without the owner's credentials starts on a database that is already migrated", async () => {
  const program = await startProgram({
    DATABASE_URL: serverUrlOf(database.url),
    DATABASE_OWNER_URL: "",
    HOLDFAST_DATA: await createFolder(),
    HOLDFAST_SANDBOX_PORT: "0",
  });
  expect((await fetch(`${program.origin}/readyz`)).status).toBe(200);
  expect(await stopProgram(program)).toBe(0);
});

test("the first start fills an empty database with the demo and serves it", async () => {
  const empty = await createTestDatabase();
  const program = await startProgram({
    DATABASE_URL: serverUrlOf(empty.url),
    DATABASE_OWNER_URL: empty.url,
    HOLDFAST_DATA: await createFolder(),
    HOLDFAST_DEMO: "1",
    HOLDFAST_SANDBOX_PORT: "0",
  });
  const found = await fetch(`${program.origin}/v1/businesses`);
  expect(((await found.json()) as { items: unknown[] }).items.length).toBeGreaterThan(5);
  expect(await stopProgram(program)).toBe(0);
}, 90_000);

test("a second start on the same data folder fails and names the running server", async () => {
  const folder = await createFolder();
  const environment = { DATABASE_URL: "", HOLDFAST_DATA: folder, HOLDFAST_SANDBOX_PORT: "0" };
  const first = await startProgram(environment);
  const { status, said } = await ends("start", environment);
  expect(said.trim()).toMatch(/^Holdfast already runs on .*Stop it first/);
  expect(status).toBe(2);
  expect((await fetch(`${first.origin}/readyz`)).status).toBe(200);
  expect(await stopProgram(first)).toBe(0);
});

import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { createTestDatabase } from "../harness/test-database.ts";
import { startServer } from "./start-server.ts";

const { db } = await createTestDatabase();

test("readiness fails when the disk is nearly full", async () => {
  const roomy = await startServer(db, { config: { dataFolder: tmpdir(), leastFreeBytes: 1 } });
  expect((await roomy.ask("GET", "/readyz")).body.checks).toMatchObject({ disk: "ok" });
  const full = { dataFolder: tmpdir(), leastFreeBytes: Number.MAX_SAFE_INTEGER };
  const red = await (await startServer(db, { config: full })).ask("GET", "/readyz");
  expect(red.status).toBe(503);
  expect(red.body.checks.disk).toMatch(/^only \d+ MB left$/);
});

test("readiness reports a data folder that cannot be read", async () => {
  const gone = await startServer(db, { config: { dataFolder: "/nowhere/at/all" } });
  expect((await gone.ask("GET", "/readyz")).body.checks.disk).toBe(
    "the data folder cannot be read",
  );
});

import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { BadConfig, loadConfig } from "../src/config.ts";

const folder = await mkdtemp(join(tmpdir(), "config-"));
afterAll(() => rm(folder, { recursive: true }));
const inside = (name: string) => ({ HOLDFAST_DATA: join(folder, name) });
const production = { HOLDFAST_ENV: "production", HOLDFAST_SECRET: "s".repeat(32) };

test("a development server needs no settings and listens only on this machine", async () => {
  expect(await loadConfig(inside("plain"))).toMatchObject({
    env: "development",
    host: "127.0.0.1",
    port: 3000,
    databaseUrl: undefined,
    dataFolder: join(folder, "plain"),
    demo: true,
    logLevel: "info",
    poolSize: 10,
    trustedProxies: 0,
    places: { customer: 20, address: 300 },
  });
});

test("a limit on unpaid places can be changed or switched off", async () => {
  const lifted = { HOLDFAST_PLACES_PER_CUSTOMER: "0", HOLDFAST_PLACES_PER_ADDRESS: "12" };
  const { places } = await loadConfig({ ...inside("lifted"), ...lifted });
  expect(places).toEqual({ customer: null, address: 12 });
});

test("production listens on every address, has no demo, and refuses to start without a secret", async () => {
  const config = await loadConfig(production);
  expect(config).toMatchObject({ host: "0.0.0.0", demo: false, secret: "s".repeat(32) });
  expect(config.dataFolder).toBe(resolve("data"));
  await expect(loadConfig({ HOLDFAST_ENV: "production" })).rejects.toThrow(
    "HOLDFAST_SECRET is missing",
  );
});

test("all invalid variables are reported at once with a remedy, and without secrets", async () => {
  const wrong = {
    HOLDFAST_ENV: "production",
    HOLDFAST_SECRET: "short-secret",
    HOLDFAST_OLD_SECRETS: `${"s".repeat(32)} hunter2`,
    HOLDFAST_DEMO: "1",
    HOLDFAST_POOL: "1",
    HOLDFAST_TRUST_PROXY: "everybody",
    HOLDFAST_PLACES_PER_CUSTOMER: "-1",
    HOLDFAST_PLACES_PER_ADDRESS: "many",
    PORT: "70000",
    HOST: "not a host",
    DATABASE_URL: "mysql://root:hunter2@db/x",
    LOG_LEVEL: "loud",
  };
  const error = (await loadConfig(wrong).catch((thrown: unknown) => thrown)) as BadConfig;
  expect(error).toBeInstanceOf(BadConfig);
  const told = new Set(error.remedies.map((one) => /^\w+/.exec(one)?.[0]));
  expect(told).toEqual(new Set(Object.keys(wrong).filter((name) => name !== "HOLDFAST_ENV")));
  for (const remedy of error.remedies) expect(remedy).toMatch(/use |leave /);
  expect(error.message).not.toMatch(/hunter2|short-secret/);
});

test("old secrets are separated by spaces", async () => {
  const old = ["a".repeat(32), "b".repeat(40)];
  const named = { ...inside("rotated"), HOLDFAST_OLD_SECRETS: ` ${old.join("  ")} ` };
  expect((await loadConfig(named)).oldSecrets).toEqual(old);
});

test("an empty variable counts as absent", async () => {
  expect(await loadConfig({ ...inside("empty"), PORT: "", LOG_LEVEL: " " })).toMatchObject({
    port: 3000,
    logLevel: "info",
  });
});

test("a development secret is created once, kept, and readable only by its owner", async () => {
  const starts = await Promise.all(Array.from({ length: 8 }, () => loadConfig(inside("kept"))));
  expect(new Set(starts.map((one) => one.secret)).size).toBe(1);
  const file = join(folder, "kept", "secret");
  expect(await readFile(file, "utf8")).toBe(starts[0]?.secret);
  expect((await stat(file)).mode & 0o077).toBe(0);
  expect((await loadConfig(inside("kept"))).secret).toBe(starts[0]?.secret);
  await writeFile(file, "x");
  await expect(loadConfig(inside("kept"))).rejects.toThrow("delete it");
});

import { execFile } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createContext, runInContext } from "node:vm";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Tests the published client: built, packed, and installed offline into an empty project. */

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), "holdfast-client-")));
const project = join(folder, "project");

beforeAll(async () => {
  const dist = join(folder, "dist");
  await run(process.execPath, [join(root, "sdk/scripts/build.ts"), dist]);
  const npm = { cwd: folder, env: { ...process.env, npm_config_cache: join(folder, "cache") } };
  const packed = await run("npm", ["pack", dist, "--json"], npm);
  const [{ filename }] = JSON.parse(packed.stdout) as [{ filename: string }];
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{"name": "empty", "type": "module"}');
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", join(folder, filename)], {
    ...npm,
    cwd: project,
  });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A server that drops the connection of a key's first request and answers the next one. */
const server = createServer((request, reply) => {
  const key = String(request.headers["idempotency-key"]);
  request.resume().on("end", () => {
    if (!seen.has(key)) {
      seen.add(key);
      request.socket.destroy();
      return;
    }
    const type = "https://holdfast.example/problems/already-taken";
    reply.writeHead(409, { "content-type": "application/problem+json" });
    reply.end(JSON.stringify({ type, alternatives: [{ start: "later" }] }));
  });
});
const seen = new Set<string>();
server.listen(0, "127.0.0.1");
await once(server, "listening");
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
afterAll(() => server.close());

const USES = `
  import { createHoldfast, isRefusal } from "@holdfast/sdk";
  const client = createHoldfast({ baseUrl: "ORIGIN", retry: { pauseMs: 1 } });
  const { error } = await client.POST("/v1/orders", { body: { items: [] } });
  if (!isRefusal(error, "already-taken")) throw new Error("not told apart");
  report(error.alternatives);
`;

/** This Node, and the machine's own, which may be as old as Node 20. */
const nodes = [process.execPath, machineNode()].filter((path) => path !== undefined);

test.each([...new Set(nodes)])(
  "the installed package works in an empty project under %s",
  async (node) => {
    const script = join(project, "use.js");
    const uses = USES.replace("ORIGIN", origin).replace("report(", "console.log(JSON.stringify(");
    writeFileSync(script, uses.replace(".alternatives)", ".alternatives))"));
    const { stdout } = await run(node, [script], { cwd: project });
    expect(JSON.parse(stdout)).toEqual([{ start: "later" }]);
  },
);

test("a browser bundle of the package needs nothing from Node", async () => {
  const entry = join(project, "browser.js");
  writeFileSync(entry, `export const done = (async () => {${withoutImport(USES)}})();`);
  writeFileSync(entry, `${importOf(USES)}\n${readFileSync(entry, "utf8")}`);
  const bundle = await rolldown({ input: entry, platform: "browser", cwd: project });
  const { output } = await bundle.generate({ format: "iife", name: "page" });
  const { code } = output[0];
  expect(code).not.toMatch(/\brequire\(|from "node:|\bBuffer\./);
  const reported: unknown[] = [];
  const { fetch, Request, Response, Headers, URL, URLSearchParams, AbortSignal, crypto } =
    globalThis;
  const web = { fetch, Request, Response, Headers, URL, URLSearchParams, AbortSignal, crypto };
  const report = (value: unknown) => reported.push(value);
  const page = createContext({ ...web, setTimeout, clearTimeout, FormData, Blob, report });
  await (runInContext(`${code.replaceAll("ORIGIN", origin)}; page.done`, page) as Promise<void>);
  expect(reported).toEqual([[{ start: "later" }]]);
});

test("the package's type declarations narrow refusals by type and know the API's routes", async () => {
  writeFileSync(
    join(project, "typed.ts"),
    `
    import { createHoldfast, isRefusal, type Schemas } from "@holdfast/sdk";
    const client = createHoldfast({ baseUrl: "https://book.example" });
    const { data, error } = await client.POST("/v1/bookings", { body: { items: [] } });
    if (isRefusal(error, "already-taken")) error.alternatives?.length;
    if (error?.type === "https://holdfast.example/problems/not-available") error.reasons?.[0]?.rule;
    // @ts-expect-error: only where it was narrowed
    error?.reasons;
    // @ts-expect-error: no such refusal
    isRefusal(error, "already-sold");
    // @ts-expect-error: this operation is never refused so
    if (error?.type === "https://holdfast.example/problems/precondition-required") error;
    // @ts-expect-error: no such address
    client.GET("/v1/nothing");
    for (const item of data?.items ?? []) if (item.kind === "appointment") item.staff?.name.ar;
    const price: Schemas["Money"] | undefined = data?.total;
    price?.currency;
  `,
  );
  const tsc = join(root, "node_modules/.bin/tsc");
  const flags = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"];
  const lib = ["--lib", "es2022,dom,dom.iterable", "--types", "", "--ignoreConfig", "typed.ts"];
  await expect(
    run(tsc, [...flags, ...lib], { cwd: project }).catch(({ stdout }: { stdout: string }) => {
      throw new Error(stdout);
    }),
  ).resolves.toBeTruthy();
});

function importOf(script: string): string {
  return /import .*;/.exec(script)![0];
}

function withoutImport(script: string): string {
  return script.replace(importOf(script), "");
}

function machineNode(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders
    .filter((one) => !one.includes("node_modules"))
    .map((one) => join(one, "node"))
    .find((path) => existsSync(path));
}

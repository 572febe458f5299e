import { expect, test } from "vitest";
import { connect as connectDatabase } from "../../src/db/connection.ts";
import { connect, createServer, type Socket } from "node:net";
import { afterAll } from "vitest";
import { createTestDatabase } from "../harness/test-database.ts";
import { sampleRoutes } from "./sample-routes.ts";
import { startServer } from "./start-server.ts";

const { url } = await createTestDatabase();
const cable = await startCable(Number(new URL(url).port));
const through = new URL(url);
through.port = String(cable.port);
through.searchParams.delete("host");
const connection = connectDatabase({ url: through.href });
afterAll(() => connection.end());
afterAll(() => cable.close());
const { ask } = await startServer(connection.db, { routes: sampleRoutes() });

test("while the database is unreachable requests get 503 and readiness fails, and both recover by themselves", async () => {
  const order = () =>
    ask("POST", "/v1/effects", { body: { words: "x" }, headers: { "idempotency-key": "away" } });
  expect((await order()).status).toBe(201);
  cable.cut();
  const away = await order();
  expect([away.status, away.headers.get("retry-after"), away.body.type]).toEqual([
    503,
    "5",
    "https://holdfast.example/problems/unavailable",
  ]);
  const red = await ask("GET", "/readyz");
  expect([red.status, red.body.checks.database]).toEqual([503, "away"]);
  expect((await ask("GET", "/healthz")).status).toBe(200);
  expect((await ask("GET", "/metrics")).status).toBe(200);
  cable.mend();
  await expect.poll(async () => (await ask("GET", "/readyz")).status).toBe(200);
  const back = await order();
  expect([back.status, back.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
});

/** Starts a proxy to the database whose connections can be cut and restored. */
async function startCable(to: number) {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(to, "127.0.0.1");
    for (const one of [near, far]) {
      sockets.add(one);
      one.on("error", () => undefined).on("close", () => sockets.delete(one));
    }
    near.pipe(far).pipe(near);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  return {
    port: (server.address() as { port: number }).port,
    cut: () => {
      isCut = true;
      for (const one of sockets) one.destroy();
    },
    mend: () => void (isCut = false),
    close: async () => {
      for (const one of sockets) one.destroy();
      await new Promise((done) => void server.close(done));
    },
  };
}

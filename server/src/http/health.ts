import { statfs } from "node:fs/promises";
import { sql } from "kysely";
import type { FastifyInstance } from "fastify";
import type { Db } from "../db/connection.ts";
import type { AppParts, HttpConfig } from "./app-parts.ts";
import type { PromMetrics } from "./metrics.ts";

/** With a larger clock difference, holds would expire visibly early or late. */
const CLOCK_SKEW_MAX_MS = 2_000;
/** Shorter than a load balancer waits. */
const PATIENCE_MS = 2_000;
const FREE_MIN_BYTES = 100_000_000;

/** Serves `/healthz`: the process answers; `/readyz`: it can do its work; `/metrics`: for Prometheus. */
export function addHealth(server: FastifyInstance, parts: AppParts, metrics: PromMetrics): void {
  server.get("/healthz", () => ({ status: "ok" }));
  server.get("/readyz", async (_request, reply) => {
    const checks = await readiness(parts);
    const isReady = Object.values(checks).every((one) => one === "ok");
    if (!isReady) reply.code(503).header("retry-after", "5");
    return { status: isReady ? "ok" : "unavailable", checks };
  });
  server.get("/metrics", async (_request, reply) =>
    reply.type("text/plain; version=0.0.4; charset=utf-8").send(await metrics.render()),
  );
}

async function readiness({ db, config }: AppParts): Promise<Record<string, string>> {
  const disk = await roomIn(config);
  const at = await within(PATIENCE_MS, databaseTime(db));
  if (at === undefined) return { database: "away", clock: "unknown", ...disk };
  const skew = Math.abs(at - Date.now());
  return {
    database: "ok",
    clock: skew < CLOCK_SKEW_MAX_MS ? "ok" : `off by ${Math.round(skew)} ms`,
    ...disk,
  };
}

/** Checks the free space before the disk is full: PostgreSQL would stop, and lose what was not written. */
async function roomIn({
  dataFolder,
  leastFreeBytes = FREE_MIN_BYTES,
}: HttpConfig): Promise<{ disk?: string }> {
  if (dataFolder === undefined) return {};
  const found = await statfs(dataFolder).catch(() => undefined);
  if (!found) return { disk: "the data folder cannot be read" };
  const free = found.bavail * found.bsize;
  return { disk: free >= leastFreeBytes ? "ok" : `only ${Math.floor(free / 1e6)} MB left` };
}

async function databaseTime(db: Db): Promise<number | undefined> {
  const at = sql<number>`extract(epoch from clock_timestamp())::float8 * 1000`;
  const row = await db.selectNoFrom(at.as("at")).executeTakeFirst();
  return row?.at;
}

/** Resolves to the promise's value; undefined when it fails or takes longer. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const { promise: late, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), ms);
  try {
    return await Promise.race([promise.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}

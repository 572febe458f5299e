import { loadHttp, type HttpJob } from "./http-load.ts";
import type { Done } from "./load.ts";
import { loadSql, type SqlJob } from "./sql-load.ts";

/** What a generator can be told to do. */
export type Job = HttpJob | SqlJob;
export type Order = { job: Job } | { halt: true };
export type Report = { done: Done } | { failed: string };

// Runs one job at a time and reports what it did.
let isHalted = false;
process.on("message", (order: Order) => {
  if ("halt" in order) isHalted = true;
  else void run(order.job);
});
process.once("disconnect", () => process.exit(0));

async function run(job: Job): Promise<void> {
  isHalted = false;
  let report: Report;
  try {
    const load = job.kind === "http" ? loadHttp(job, () => isHalted) : loadSql(job, () => isHalted);
    report = { done: await load };
  } catch (error) {
    report = { failed: String((error as Error).stack) };
  }
  process.send?.(report);
}

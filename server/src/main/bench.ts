import { parseArgs } from "node:util";
import { openTemporary } from "../embedded/open-temporary.ts";
import { UsageError } from "../base/usage-error.ts";
import { openCluster } from "./bench/bench-cluster.ts";
import { measureLongAnswers, type LongAnswers } from "./bench/long-answers.ts";
import { parts, planOf, type Part } from "./bench/plan.ts";
import { describe, describeAnswers } from "./bench/report.ts";
import { runPlan } from "./bench/run-plan.ts";
import { writeDocs } from "./bench/write-docs.ts";
import { makeWorld } from "./bench/world.ts";

const HELP = `holdfast bench [--quick] [--only part] [--json] [--write] [--answers]

Measures a throw-away database with fsync on. Every figure is the median of rounds in which the program, bare durable
INSERTs (the floor) and the classic design (lock the row, look for an overlap, insert) take turns, by the clock and in
processor time per request: compare these within one run, because the machine's own speed cancels out of them.
  --quick     10,000 and 100,000 bookings and fewer rounds: at most four minutes
  --only      one of ${parts.join(", ")}
  --json      one object instead of tables; progress is told on standard error
  --write     puts the tables and two plots into docs/
  --answers   only the longest answers: a statement of 200,000 lines as CSV, and slots over 61 days at a one-minute
              step for 20 staff`;

/** `holdfast bench` */
export async function runBench(args: string[]): Promise<number> {
  const options = parse(args);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  if (process.platform !== "linux") {
    throw new UsageError("The bench reads processor time from /proc: run it on Linux.");
  }
  const began = performance.now();
  const say = (line: string) =>
    console.error(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  const database = await openTemporary({ log: say, durability: "on" });
  try {
    if (options.answers) {
      const answers = await longAnswers(database.adminUrl);
      console.log(options.json ? JSON.stringify(answers, null, 2) : describeAnswers(answers));
      return 0;
    }
    const results = await runPlan(database.adminUrl, planOf(options), say);
    if (options.write) await writeDocs(results, commandOf(options));
    say("done");
    console.log(options.json ? JSON.stringify(results, null, 2) : describe(results));
    return 0;
  } finally {
    await database.stop();
  }
}

function commandOf({ quick }: { quick: boolean }): string {
  return quick ? "npm run bench -- --quick --write" : "npm run bench -- --write";
}

async function longAnswers(adminUrl: string): Promise<LongAnswers> {
  const cluster = await openCluster(adminUrl);
  try {
    const url = await cluster.create();
    return await measureLongAnswers(url, await makeWorld(url));
  } finally {
    await cluster.end();
  }
}

function parse(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        quick: { type: "boolean", default: false },
        only: { type: "string" },
        json: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
        answers: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.write && (values.only !== undefined || values.answers)) {
      throw new Error("--write needs all parts: leave out --only and --answers");
    }
    return { ...values, only: partOf(values.only) };
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

function partOf(name: string | undefined): Part | undefined {
  const part = parts.find((one) => one === name);
  if (name !== undefined && !part) {
    throw new Error(`--only takes one of ${parts.join(", ")}, not "${name}"`);
  }
  return part;
}

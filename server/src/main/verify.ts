import { parseArgs } from "node:util";
import { instantText } from "../base/time.ts";
import { sealToolsOf } from "../seal/seal-tools.ts";
import { UsageError } from "../base/usage-error.ts";
import type { CheckResult } from "./verify/check.ts";
import { checks, runChecks } from "./verify/run-checks.ts";
import { withDatabase } from "./with-database.ts";

const HELP = `holdfast verify [--json]

Checks every guarantee on the live database by query, one row each. Nothing is written; it may run beside a
busy server. Exit status 1 when any check fails.`;

/** `holdfast verify`: proves the guarantees on the customer's own database. */
export async function runVerify(args: string[]): Promise<number> {
  const options = parse(args);
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const print = options.json ? () => undefined : printRow;
  const results = await withDatabase("holdfast verify", ({ db, config }) =>
    runChecks(db, instantText(Date.now()), print, sealToolsOf(config)),
  );
  const failed = results.filter((one) => one.broken > 0);
  if (options.json) console.log(JSON.stringify({ passed: failed.length === 0, checks: results }));
  else console.log(`\n${results.length - failed.length} of ${checks.length} checks passed`);
  return failed.length === 0 ? 0 : 1;
}

function parse(args: string[]): { json?: boolean; help?: boolean } {
  try {
    const options = { json: { type: "boolean" }, help: { type: "boolean", short: "h" } } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${HELP}`);
  }
}

function printRow({ guarantee, title, checked, broken, note }: CheckResult): void {
  const verdict = broken > 0 ? "FAIL" : "PASS";
  const subject = guarantee > 0 ? `guarantee ${guarantee}` : "guards";
  const figures = [`${checked} checked, ${broken} broken`, note].filter(Boolean).join("; ");
  console.log(`${verdict}  ${subject.padEnd(12)}  ${title.padEnd(78)}  ${figures}`);
}

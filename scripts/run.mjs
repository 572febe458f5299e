#!/usr/bin/env node
// Runs one of the repository's tasks on any Node ≥ 20: brings the tools, then goes on under the pinned Node.
import { tasks } from "./tasks.mjs";
import { prepareTools } from "./tools.mjs";
import { runSteps } from "./run-steps.mjs";

const [name = "", ...args] = process.argv.slice(2);
const steps = tasks[name]?.(args);
if (!steps) {
  console.error(`Unknown task "${name}". There are: ${Object.keys(tasks).join(", ")}.`);
  process.exit(2);
}
const tools = await prepareTools();
process.chdir(tools.root);
await runSteps(steps, tools.environment);

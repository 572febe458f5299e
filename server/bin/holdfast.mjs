#!/usr/bin/env node
// `npx holdfast <command>` on any Node ≥ 20: goes on under the pinned Node, in the caller's folder.
import { runSteps } from "../../scripts/run-steps.mjs";
import { holdfast } from "../../scripts/tasks.mjs";
import { prepareTools } from "../../scripts/tools.mjs";

const { root, environment } = await prepareTools();
await runSteps([holdfast(process.argv.slice(2), root)], environment);

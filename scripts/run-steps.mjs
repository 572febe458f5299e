import { spawn } from "node:child_process";
import { constants } from "node:os";

/** @typedef {import("./tasks.mjs").Step} Step */

// npm passes on a Ctrl-C that the terminal has already given to everybody: one press counts once.
const SAME_PRESS_MS = 500;
const PARENT_POLL_MS = 250;

/**
 * Runs steps one after the other and ends this process as the first failing one, or the last, ended.
 *
 * @param {Step[]} steps
 * @param {NodeJS.ProcessEnv} environment
 */
export async function runSteps(steps, environment) {
  for (const step of steps) {
    if (step.title) console.error(`\n▸ ${step.title}: ${[step.command, ...step.args].join(" ")}`);
    const startedAt = Date.now();
    const end = await runThrough(step.command, step.args, environment);
    if (end.signal) endBySignal(end.signal);
    if (end.code) {
      if (step.title) console.error(`\n✗ ${step.title} failed`);
      process.exit(end.code);
    }
    if (step.title)
      console.error(`✓ ${step.title} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  }
}

/**
 * Runs a program in the foreground; signals sent to this process reach it.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
function runThrough(command, args, environment) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: "inherit", env: environment });
    const stopForwarding = forwardSignals(child);
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      stopForwarding();
      resolve({ code, signal });
    });
  });
}

/** @param {import("node:child_process").ChildProcess} child */
function forwardSignals(child) {
  /** @type {NodeJS.Signals[]} */
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  let lastAt = 0;
  // In a terminal the first Ctrl-C has reached the child too.
  let terminalDelivers = process.stdin.isTTY;
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    const now = Date.now();
    const repeated = now - lastAt < SAME_PRESS_MS;
    lastAt = now;
    if (repeated) return;
    if (signal === "SIGINT" && terminalDelivers) terminalDelivers = false;
    else child.kill(signal);
  };
  for (const signal of signals) process.on(signal, forward);
  const watch = watchParent(() => child.kill("SIGTERM"));
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, forward);
  };
}

/**
 * npm and npx put a shell between themselves and a program: a signal ends the shell and never arrives. So
 * under npm the end of the parent counts as the signal. Elsewhere a program may outlive its parent.
 *
 * @param {() => void} onEnd
 */
function watchParent(onEnd) {
  const parent = process.ppid;
  if (!process.env.npm_lifecycle_event) return undefined;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onEnd();
  }, PARENT_POLL_MS);
  return watch;
}

/**
 * Ends as the child did, so that the caller sees the same signal.
 * @param {NodeJS.Signals} signal
 */
function endBySignal(signal) {
  process.kill(process.pid, signal);
  process.exit(128 + constants.signals[signal]);
}

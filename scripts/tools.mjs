import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withInstallLock } from "./install-lock.mjs";

/** The repository's folder. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const modules = join(root, "node_modules");
const lockfile = join(root, "package-lock.json");
const installedHashFile = join(modules, ".holdfast-lock-hash");
const pinnedNode = join(modules, "node/bin", process.platform === "win32" ? "node.exe" : "node");

/**
 * Makes sure that the packages of package-lock.json and the pinned Node are there.
 *
 * @returns {Promise<{ root: string, node: string, environment: NodeJS.ProcessEnv }>} `environment` finds
 *   the pinned Node and the tools first
 */
export async function prepareTools() {
  if (!isInstalled() || !existsSync(pinnedNode)) {
    await withInstallLock(join(root, ".installing"), () => {
      if (!isInstalled()) installPackages();
      if (!existsSync(pinnedNode)) fetchPinnedNode();
    });
  }
  const path = [join(modules, ".bin"), dirname(pinnedNode), process.env.PATH].join(delimiter);
  return { root, node: pinnedNode, environment: { ...process.env, PATH: path } };
}

function isInstalled() {
  if (!existsSync(join(modules, ".package-lock.json"))) return false;
  const wanted = lockHash();
  if (existsSync(installedHashFile) && readFileSync(installedHashFile, "utf8") === wanted)
    return true;
  if (!hasEveryPackage()) return false;
  rememberInstalled(wanted);
  return true;
}

/** Whether what npm says it installed is what package-lock.json asks for, whoever ran npm. */
function hasEveryPackage() {
  const wanted = JSON.parse(readFileSync(lockfile, "utf8")).packages;
  const installed = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([path, { version, link, optional, devOptional, peer }]) =>
      !path.includes("node_modules/") ||
      link ||
      installed[path]?.version === version ||
      (!installed[path] && (optional || devOptional || peer)),
  );
}

function installPackages() {
  console.error("Installing packages (npm ci)…");
  // Tests and checks need the development packages, also where NODE_ENV says production.
  npm(["ci", "--include=dev", "--no-audit", "--no-fund"], root);
  rememberInstalled(lockHash());
}

/** npm may be told not to run install scripts; this is the one that matters, so it is run here. */
function fetchPinnedNode() {
  console.error("Fetching the pinned Node…");
  const folder = join(modules, "node");
  run(process.execPath, ["installArchSpecificPackage.js"], folder);
  if (!existsSync(pinnedNode)) {
    throw new Error(`The pinned Node could not be put in ${pinnedNode}.`);
  }
  // npm makes no link to a program that is not there yet.
  const link = join(modules, ".bin/node");
  if (process.platform !== "win32" && !existsSync(link)) symlinkSync("../node/bin/node", link);
}

/**
 * @param {string[]} args
 * @param {string} cwd
 */
function npm(args, cwd) {
  const npmProgram = process.env.npm_execpath;
  if (npmProgram?.endsWith(".js")) run(process.execPath, [npmProgram, ...args], cwd);
  else run("npm", args, cwd);
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 */
function run(program, args, cwd) {
  // Standard output stays free for the task's own, which may be read by a machine.
  execFileSync(program, args, { cwd, stdio: ["ignore", 2, 2] });
}

function lockHash() {
  return createHash("sha256").update(readFileSync(lockfile)).digest("hex");
}

/** @param {string} hash */
function rememberInstalled(hash) {
  try {
    writeFileSync(installedHashFile, hash);
  } catch {
    // Packages installed by another user: compared again next time.
  }
}

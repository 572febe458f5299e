import { join } from "node:path";

/** @typedef {{ title: string, command: string, args: string[] }} Step */

/** @type {Step} */
const types = { title: "types", command: "tsc", args: ["--noEmit"] };
/** @type {Step} */
const lint = { title: "lint", command: "oxlint", args: [] };
/** @type {Step} */
const format = { title: "format", command: "oxfmt", args: ["--check"] };
/** @type {Step} */
const unused = { title: "unused code and packages", command: "knip", args: [] };

/** @type {Step} */
const drift = {
  title: "schema and types drift",
  command: "node",
  args: ["server/scripts/check-drift.ts"],
};

/**
 * @param {string[]} args
 * @returns {Step}
 */
const client = (args) => ({
  title: "client types",
  command: "node",
  args: ["sdk/scripts/generate-types.ts", ...args],
});

/** Left to itself, Node keeps up to 100 MB for short-lived objects; with less, the server stays below 300 MB. */
const SMALL_NURSERY = "--max-semi-space-size=8";

/**
 * The program, as `npm start`, `npm run bench` and `npx holdfast` run it.
 * @param {string[]} args
 * @param {string} [root] the checkout's folder, for a command that goes on in another
 * @returns {Step}
 */
export function holdfast(args, root = "") {
  const program = join(root, "server/src/main/holdfast.ts");
  return { title: "", command: "node", args: [SMALL_NURSERY, program, ...args] };
}

/**
 * What each npm script runs, in order, up to the first failure.
 * @type {Record<string, (args: string[]) => Step[]>}
 */
export const tasks = {
  start: (args) => [holdfast(["start", ...args])],
  bench: (args) => [holdfast(["bench", ...args])],
  types: () => [types],
  lint: (args) => [{ ...lint, args }],
  format: (args) => [{ title: "format", command: "oxfmt", args }],
  generate: () => [
    ...["dump-schema", "generate-types"].map((name) => ({
      title: name,
      command: "node",
      args: [`server/scripts/${name}.ts`],
    })),
    client([]),
  ],
  sdk: (args) => [
    { title: "client package", command: "node", args: ["sdk/scripts/build.ts", ...args] },
  ],
  check: () => [types, lint, format, unused],
  test: (args) => [
    types,
    lint,
    format,
    unused,
    drift,
    client(["--check"]),
    { title: "tests", command: "vitest", args: ["run", ...args] },
  ],
};

import { BadConfig } from "../config.ts";
import { Problem } from "../base/problem.ts";
import { UsageError } from "../base/usage-error.ts";

type Command = { summary: string; load: () => Promise<(args: string[]) => Promise<number>> };

/** The program's commands. Each parses its own arguments and returns an exit status. */
const commands: Record<string, Command> = {
  start: {
    summary: "API, worker and (unless DATABASE_URL is set) PostgreSQL, in one process",
    load: async () => (await import("./serve.ts")).start,
  },
  api: { summary: "the API alone", load: async () => (await import("./serve.ts")).api },
  worker: {
    summary: "the background work alone",
    load: async () => (await import("./serve.ts")).worker,
  },
  migrate: {
    summary: "update the database to this version's schema",
    load: async () => (await import("./migrate.ts")).runMigrate,
  },
  seed: {
    summary: "seed demo: fill the database with the demo businesses",
    load: async () => (await import("./seed.ts")).runSeed,
  },
  import: {
    summary: "import gtfs <folder|zip>: import a timetable",
    load: async () => (await import("./import.ts")).runImport,
  },
  replay: {
    summary: "replay hotel <csv>: replay recorded bookings through the API of a running server",
    load: async () => (await import("./replay.ts")).runReplay,
  },
  verify: {
    summary: "check every guarantee on the live database",
    load: async () => (await import("./verify.ts")).runVerify,
  },
  bench: {
    summary: "measure speed and memory on a database of its own",
    load: async () => (await import("./bench.ts")).runBench,
  },
  sandbox: {
    summary: "a test payment gateway",
    load: async () => (await import("./sandbox.ts")).runSandbox,
  },
  "hand-over": {
    summary: "hand-over <business> <phone>: give an imported business to its first owner",
    load: async () => (await import("./hand-over.ts")).runHandOver,
  },
  admin: {
    summary: "admin grant|revoke <phone>: add or remove a platform admin",
    load: async () => (await import("./admin.ts")).runAdmin,
  },
};

function usage(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length));
  const lines = Object.entries(commands).map(
    ([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`,
  );
  return `holdfast <command>\n\n${lines.join("\n")}\n\nEach command says more with --help.`;
}

async function main([name, ...args]: string[]): Promise<number> {
  const command = commands[name ?? ""];
  if (!command) {
    const asked = name === undefined || name === "--help" || name === "help";
    console.log(asked ? usage() : `holdfast: there is no command "${name}"\n\n${usage()}`);
    return asked ? 0 : 2;
  }
  try {
    const run = await command.load();
    return await run(args);
  } catch (error) {
    if (error instanceof BadConfig || error instanceof UsageError) {
      console.error(error.message);
      return 2;
    }
    if (error instanceof Problem) {
      const told = error.errors ?? [{ detail: error.detail ?? error.title }];
      for (const { detail } of told) console.error(`holdfast ${name}: ${detail.en}`);
      return 1;
    }
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));

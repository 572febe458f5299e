import type { TestProject } from "vitest/node";
import { openTemporary } from "../../src/embedded/open-temporary.ts";
import { makeTemplate } from "./template.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Superuser's connection string to the run's own PostgreSQL. */
    adminUrl: string;
  }
}

/** Starts one PostgreSQL for the whole run, migrated once, and removes it when the run ends. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lines: string[] = [];
  const cluster = await openTemporary({ log: (line) => lines.push(line), durability: "off" });
  try {
    await makeTemplate(cluster.adminUrl);
  } catch (error) {
    await cluster.stop();
    throw new Error(`The test database could not be made.\n${lines.join("\n")}`, { cause: error });
  }
  project.provide("adminUrl", cluster.adminUrl);
  return cluster.stop;
}

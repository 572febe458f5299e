import type { Db } from "../db/connection.ts";
import { UsageError } from "../base/usage-error.ts";
import { withDatabase } from "./with-database.ts";

const HELP = `holdfast seed demo

Fills an empty database with the demo: salons, a venue, a bus operator, hotels, people and bookings. The same
every time, relative to today. Refuses when there are businesses already.`;

/** `holdfast seed demo` */
export async function runSeed(args: string[]): Promise<number> {
  if (args.length !== 1 || args[0] !== "demo") throw new UsageError(HELP);
  return withDatabase("holdfast seed", async ({ db, config }) => {
    if (config.env === "production")
      throw new UsageError(
        "The demo's accounts have published sign-ins, so it cannot be loaded in production.",
      );
    const seeded = await seedIfEmpty(db, console.log);
    if (!seeded) console.log("The database already has businesses; nothing was changed.");
    return seeded ? 0 : 1;
  });
}

/** Seeds a database that has no business yet. Returns whether it did. */
export async function seedIfEmpty(db: Db, log: (line: string) => void): Promise<boolean> {
  // A server without the demo does not load it.
  const { seedDemo } = await import("../demo/seed-demo.ts");
  return seedDemo(db, log);
}

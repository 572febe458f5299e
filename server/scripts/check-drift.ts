import { readFile } from "node:fs/promises";
import { dumpSchema } from "../src/db/schema-dump.ts";
import { generateTypes } from "./generate-types.ts";
import { onFreshSchema, serverPath } from "./on-fresh-schema.ts";

/** Returns the first line in which two texts differ, for a message. */
function firstDifference(committed: string, made: string): string {
  const [old, fresh] = [committed.split("\n"), made.split("\n")];
  const at = fresh.findIndex((line, index) => line !== old[index]);
  const index = at === -1 ? fresh.length : at;
  return `line ${index + 1}: committed ${JSON.stringify(old[index] ?? "")}, migrations make ${JSON.stringify(fresh[index] ?? "")}`;
}

const made = await onFreshSchema(async (client) => ({
  "schema.sql": await dumpSchema(client),
  "src/db/types.generated.ts": await generateTypes(client),
}));

for (const [path, text] of Object.entries(made)) {
  const committed = await readFile(serverPath(path), "utf8").catch(() => "");
  if (committed === text) continue;
  process.exitCode = 1;
  process.stderr.write(
    `server/${path} is not what the migrations make: run \`npm run generate\`.\n`,
  );
  process.stderr.write(`  ${firstDifference(committed, text)}\n`);
}

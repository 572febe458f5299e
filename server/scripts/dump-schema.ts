import { dumpSchema } from "../src/db/schema-dump.ts";
import { writeIfRunDirectly } from "./on-fresh-schema.ts";

await writeIfRunDirectly(import.meta.main, "schema.sql", dumpSchema);

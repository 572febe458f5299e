import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

// openapi-typescript builds on the compiler API of TypeScript 5; the repository's own compiler is 7, which has none.
registerHooks({
  resolve: (specifier, context, next) =>
    next(
      specifier,
      specifier === "typescript" ? { ...context, parentURL: import.meta.url } : context,
    ),
});
const { default: openapiTS, astToString } = await import("openapi-typescript");

// Writes the client's types from the server's OpenAPI document; with --check only says whether they still fit.
const print = fileURLToPath(new URL("../../server/scripts/print-openapi.ts", import.meta.url));
const printed = execFileSync(process.execPath, [print], { maxBuffer: 64 * 2 ** 20 }).toString();
// The client sends a key of its own with every POST, so its callers need not.
const document = JSON.parse(printed, (_name, value: { name?: string; required?: boolean } | null) =>
  value?.name === "Idempotency-Key" ? { ...value, required: false } : value,
) as object;
const types = astToString(await openapiTS(document as never));
const wanted = `// Generated from the server's OpenAPI document by npm run generate; do not edit.\n\n${types}`;
const file = new URL("../src/api.generated.ts", import.meta.url);
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== wanted) {
    console.error("sdk/src/api.generated.ts no longer fits the API: npm run generate");
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, wanted);
}

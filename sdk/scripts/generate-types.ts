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
const wanted = `// Generated from the server's OpenAPI document by npm run generate; do not edit.\n\n${await typesOf(printed)}`;
const file = new URL("../src/api.generated.ts", import.meta.url);
if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== wanted) {
    console.error("sdk/src/api.generated.ts no longer fits the API: npm run generate");
    process.exitCode = 1;
  }
} else {
  writeFileSync(file, wanted);
}

async function typesOf(text: string): Promise<string> {
  // The client sends the language and a key by itself, so its callers need not.
  const own = ["AcceptLanguage", "IdempotencyKey", "OptionalIdempotencyKey"];
  const isOwn = (one: unknown) => own.some((name) => refersTo(one, `parameters/${name}`));
  const document = JSON.parse(text, (_name, value: unknown) =>
    Array.isArray(value) ? value.filter((one) => !isOwn(one)) : value,
  ) as object;
  return compact(astToString(await openapiTS(document as never)));
}

function refersTo(value: unknown, component: string): boolean {
  return (Object(value) as { $ref?: string }).$ref === `#/components/${component}`;
}

/** Leaves out the methods and parameters that do not exist, and writes on one line what fits there. */
function compact(types: string): string {
  const existing = types
    .replaceAll(/^ +(?:get|put|post|delete|options|head|patch|trace)\?: never;\n/gm, "")
    .replaceAll(/^ +(?:query|header|path|cookie)\?: never;\n/gm, "")
    .replaceAll(/^ +parameters: \{\n +\};\n/gm, "")
    .replaceAll(/^ +requestBody\?: never;\n/gm, "")
    .replaceAll(/^ +\/\*\* @enum \{unknown\} \*\/\n/gm, "")
    .replaceAll(/^ +\* @example .*\n/gm, "")
    .replaceAll(/^( +)\/\*\*\n +\* (.*)\n +\*\/$/gm, "$1/** $2 */")
    .replaceAll(/^ +\/\*\* (?:@description )?Format: uuid \*\/\n/gm, "");
  const joined = existing.replaceAll(
    /^( *[^\n/]*\{)\n +([^\n/][^\n]*;)\n +(\};?)$/gm,
    (block, open: string, only: string, close: string) => {
      const line = `${open} ${only} ${close}`;
      return line.length <= 120 ? line : block;
    },
  );
  return joined === types ? types : compact(joined);
}

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

// Builds the package that is handed out: JavaScript for Node from 20 and for browsers, with its declarations and nothing to
// install beside it. The folder is the first argument, sdk/dist without one; `npm pack` takes it from there.

const sdk = fileURLToPath(new URL("..", import.meta.url));
const out = resolve(process.argv[2] ?? join(sdk, "dist"));
const own = JSON.parse(readFileSync(join(sdk, "package.json"), "utf8")) as Record<string, unknown>;

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await build({
  input: join(sdk, "src/index.ts"),
  platform: "neutral",
  resolve: { mainFields: ["module", "main"] },
  transform: { target: "es2022" },
  output: { file: join(out, "index.js"), format: "esm" },
});
declare();
copyFileSync(join(sdk, "README.md"), join(out, "README.md"));
writeFileSync(join(out, "package.json"), JSON.stringify(manifest(), null, 2));

/** Our own declarations, beside those of what is bundled. */
function declare(): void {
  const tsc = join(sdk, "../node_modules/.bin/tsc");
  const flags = ["--declaration", "--emitDeclarationOnly", "--noEmit", "false", "--outDir", out];
  const project = [
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--lib",
    "es2022,dom,dom.iterable",
  ];
  const source = ["--skipLibCheck", "--strict", "--allowImportingTsExtensions", "--ignoreConfig"];
  execFileSync(tsc, [...flags, ...project, ...source, join(sdk, "src/index.ts")]);
  const bundled = {
    "openapi-fetch": import.meta.resolve("openapi-fetch"),
    "openapi-typescript-helpers": import.meta.resolve("openapi-typescript-helpers"),
  };
  for (const [name, url] of Object.entries(bundled)) {
    const folder = dirname(fileURLToPath(url));
    copyFileSync(join(folder, "index.d.mts"), join(out, `${name}.d.ts`));
    const licence = join(folder, "../LICENSE");
    copyFileSync(licence, join(out, `LICENSE.${name}`));
  }
  for (const file of readdirSync(out).filter((name) => name.endsWith(".d.ts"))) {
    const text = readFileSync(join(out, file), "utf8")
      .replaceAll(/(from ["']\.[^"']*)\.ts(["'])/g, "$1.js$2")
      .replaceAll(/from ["'](openapi-fetch|openapi-typescript-helpers)["']/g, 'from "./$1.js"');
    writeFileSync(join(out, file), text);
  }
}

function manifest() {
  const { name, version, type } = own;
  return {
    name,
    version,
    type,
    description: "A typed client of the Holdfast HTTP API",
    license: "UNLICENSED",
    engines: { node: ">=20" },
    exports: { ".": { types: "./index.d.ts", default: "./index.js" } },
    sideEffects: false,
  };
}

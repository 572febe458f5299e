import { readdirSync } from "node:fs";
import { defineConfig, type OxlintOverride } from "oxlint";

/**
 * Features from low to high. One line may import its own line and those above it; a lower feature that must
 * tell a higher one writes an event. A new folder under server/src needs its place here.
 */
const features = [
  ["audit", "identity", "seal"],
  ["business", "catalogue"],
  ["availability", "pricing", "timetable"],
  ["ledger"],
  ["message", "webhook"],
  ["payment"],
  ["refund"],
  ["booking"],
  ["amendment"],
  ["invoice"],
  ["checkout"],
  ["review", "privacy"],
];
const featureNames = features.flat();
const foundation = ["base", "db", "embedded", "http", "queue", "main"];
/** Rooms that only commands open, and a production server never: no feature knows them. */
const tools = ["sandbox", "demo", "replay"];

const unplaced = readdirSync(new URL("server/src/", import.meta.url), { withFileTypes: true })
  .filter(
    (entry) =>
      entry.isDirectory() && ![...foundation, ...tools, ...featureNames].includes(entry.name),
  )
  .map((entry) => `server/src/${entry.name}/**`);

/** Only config.ts reads the environment; `process.env` itself is caught by node/no-process-env. */
const environment = {
  name: "node:process",
  importNames: ["env"],
  message: "Only config.ts reads the environment.",
};

type Restriction = {
  files: string[];
  folders?: string[];
  roots?: string[];
  from?: string;
  packages?: boolean;
  why: string;
};

/** Forbids relative imports of other folders and root files of server/src, and packages if asked. */
function forbid(restriction: Restriction): OxlintOverride {
  const {
    files,
    folders = [],
    roots = [],
    from = "(\\.\\./)+",
    packages = false,
    why,
  } = restriction;
  const names = [...folders.map((name) => `${name}/`), ...roots.map((name) => `${name}\\.ts$`)];
  const patterns = [{ regex: `^${from}(${names.join("|")})`, message: why }];
  // Everything that is neither relative nor `node:`.
  if (packages) patterns.push({ regex: "^(@|[a-m]|n[^o]|no[^d]|[o-z])", message: why });
  return {
    files,
    rules: { "no-restricted-imports": ["error", { paths: [environment], patterns }] },
  };
}

const roots = ["app", "schedule"];
const featureRules = features.flatMap((names, level) =>
  names.flatMap((name) => {
    const higher = features.slice(level + 1).flat();
    const why = `${name} imports only features below it (oxlint.config.ts), db and base; http in routes.ts, queue in jobs.ts.`;
    const folder = `server/src/${name}/**`;
    const always = ["main", "embedded", ...tools, ...higher];
    return [
      forbid({ files: [`${folder}/*.ts`], folders: [...always, "http", "queue"], roots, why }),
      forbid({
        // The shapes of requests and answers are part of the routes they were taken out of.
        files: [`${folder}/*routes.ts`, `${folder}/*shapes.ts`],
        folders: [...always, "queue"],
        roots,
        why,
      }),
      forbid({ files: [`${folder}/*jobs.ts`], folders: [...always, "http"], roots, why }),
    ];
  }),
);

export default defineConfig({
  plugins: ["eslint", "typescript", "unicorn", "oxc", "import", "node", "promise", "vitest"],
  options: { typeAware: true, reportUnusedDisableDirectives: "error", denyWarnings: true },
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["**/*.generated.ts", "data/**", "**/dist/**"],
  rules: {
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/await-thenable": "error",
    "typescript/return-await": "error",
    "typescript/only-throw-error": "error",
    "typescript/prefer-promise-reject-errors": "error",
    "typescript/switch-exhaustiveness-check": [
      "error",
      { considerDefaultExhaustiveForUnions: true },
    ],
    // JSON.parse, caught errors and rows from SQL are asserted where they come in.
    "typescript/no-unsafe-type-assertion": "off",
    // `import pg from "pg"` is how that CommonJS package is documented.
    "import/no-named-as-default-member": "off",
    "typescript/consistent-type-imports": "error",
    "typescript/no-explicit-any": "error",
    // Sorting a fresh copy in place is fine, and so is a small function beside what uses it.
    "unicorn/no-array-sort": "off",
    "unicorn/consistent-function-scoping": "off",
    "import/no-cycle": "error",
    "import/no-default-export": "error",
    "unicorn/prefer-node-protocol": "error",
    "node/no-process-env": "error",
    "no-restricted-imports": ["error", { paths: [environment] }],
    eqeqeq: ["error", "always", { null: "ignore" }],
    "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    "vitest/expect-expect": [
      "error",
      { assertFunctionNames: ["expect", "expect*", "assert*", "fc.assert"] },
    ],
    // A property decides by the case it was given what to expect.
    "vitest/no-conditional-expect": "off",
    "no-var": "error",
    "prefer-const": "error",
    "no-console": "error",
  },
  overrides: [
    {
      files: ["server/test/**", "sdk/test/**"],
      rules: {
        // The second argument says what went wrong; steps of the model and journeys share their expectations.
        "vitest/valid-expect": ["error", { maxArgs: 2 }],
        "vitest/no-standalone-expect": "off",
      },
    },
    { files: ["*.config.ts"], rules: { "import/no-default-export": "off" } },
    {
      files: [
        "scripts/**",
        "sdk/scripts/**",
        "server/bin/**",
        "server/test/**",
        "sdk/test/**",
        "*.config.ts",
      ],
      rules: { "node/no-process-env": "off", "no-console": "off", "no-restricted-imports": "off" },
    },
    {
      files: ["server/src/**", "sdk/src/**", "web/src/**"],
      rules: {
        "max-lines": ["error", { max: 300 }],
        "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
      },
    },
    {
      files: ["server/src/**"],
      rules: {
        "no-restricted-globals": [
          "error",
          {
            name: "fetch",
            message: "Only gateway, channel and webhook delivery files touch the network.",
          },
        ],
      },
    },
    {
      files: [
        "server/src/**/*gateway*.ts",
        "server/src/**/*channel*.ts",
        "server/src/webhook/deliver*.ts",
        // Commands that are clients of a running server: replay, bench, the drill of verify.
        "server/src/main/**",
        "server/src/replay/**",
        "server/src/sandbox/**",
      ],
      rules: { "no-restricted-globals": "off" },
    },
    forbid({
      files: ["server/src/base/**"],
      folders: [...foundation, ...tools, ...featureNames],
      roots: [...roots, "config"],
      packages: true,
      why: "base is pure and imports nothing.",
    }),
    forbid({
      files: ["server/src/db/**"],
      folders: ["embedded", "http", "queue", "main", ...tools, ...featureNames],
      roots: [...roots, "config"],
      why: "db imports only base.",
    }),
    forbid({
      files: ["server/src/embedded/**"],
      folders: ["db", "http", "queue", "main", ...tools, ...featureNames],
      roots: [...roots, "config"],
      why: "embedded is about the operating system: it imports only base.",
    }),
    forbid({
      files: tools.map((name) => `server/src/${name}/**`),
      folders: ["main"],
      why: "Commands open these rooms; they know no command.",
    }),
    forbid({
      files: ["server/src/http/**"],
      folders: ["queue", "main", "embedded", ...tools, ...featureNames],
      roots,
      why: "http knows no feature: it imports only db and base.",
    }),
    forbid({
      files: ["server/src/queue/**"],
      folders: ["http", "main", "embedded", ...tools, ...featureNames],
      roots,
      why: "queue knows no feature: it imports only db and base.",
    }),
    ...featureRules,
    forbid({
      files: ["server/src/app.ts", "server/src/schedule.ts"],
      folders: ["main", "embedded", ...tools],
      from: "\\./",
      why: "Only main builds and runs the app.",
    }),
    forbid({
      files: ["server/src/config.ts"],
      folders: ["db", "http", "queue", "main", ...featureNames],
      from: "\\./",
      roots,
      why: "config imports only base.",
    }),
    ...unplaced.map((folder) =>
      forbid({
        files: [folder],
        folders: [""],
        from: "",
        why: "This folder has no place in the order of features: oxlint.config.ts.",
      }),
    ),
    { files: ["server/src/config.ts"], rules: { "node/no-process-env": "off" } },
    { files: ["server/src/main/**", "server/src/replay/**"], rules: { "no-console": "off" } },
  ],
});

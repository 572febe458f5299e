import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./server/test/harness/slowest-first.ts";

export default defineConfig({
  test: {
    include: ["server/test/**/*.test.ts", "sdk/test/**/*.test.ts"],
    globalSetup: ["server/test/harness/global-setup.ts"],
    pool: "forks",
    // Each worker loads the program once, not once a file: files share its modules, which keep no state of their own.
    isolate: false,
    sequence: { sequencer: SlowestFirst },
    // Races start server processes of their own: more workers than this only wait for each other.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});

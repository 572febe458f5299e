import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["server/test/**/*.test.ts", "sdk/test/**/*.test.ts"],
    globalSetup: ["server/test/harness/global-setup.ts"],
    pool: "forks",
    // Races start server processes of their own: more workers than this only wait for each other.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});

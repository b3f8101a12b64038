import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const packages = fileURLToPath(new URL("./packages/", import.meta.url));

export default defineConfig({
  resolve: {
    // Tests run on the sources, so that no build is needed before them.
    alias: [
      { find: /^@sanode\/([a-z]+)$/, replacement: `${packages}$1/src/index.ts` },
      { find: /^@sanode\/([a-z]+)\/([a-z]+)$/, replacement: `${packages}$1/src/$2/index.ts` },
    ],
  },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    setupFiles: ["test/seed.ts"],
    testTimeout: 120_000,
  },
});

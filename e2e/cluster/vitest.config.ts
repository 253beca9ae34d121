import { defineConfig } from 'vitest/config';

const isFull = process.env.DATASERVICES_E2E_TIER === 'full';

/** The tests that need the built programs; `e2e` also needs root and about two minutes. Unit tests run with the rest of e2e. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'cluster-api', root: import.meta.dirname, include: ['src/**/*.api.test.ts'], testTimeout: 120_000 } },
      {
        test: {
          name: 'cluster-e2e',
          root: import.meta.dirname,
          include: ['*.e2e.test.ts'],
          exclude: isFull ? [] : ['*.full.e2e.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

import { defineConfig } from 'vitest/config';

/** `--project unit` needs nothing; `--project e2e` needs root, the built programs, and a minute or two. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', root: import.meta.dirname, include: ['src/**/*.test.ts'], exclude: ['**/*.api.test.ts'] } },
      { test: { name: 'api', root: import.meta.dirname, include: ['src/**/*.api.test.ts'], testTimeout: 120_000 } },
      {
        test: {
          name: 'e2e',
          root: import.meta.dirname,
          include: ['*.e2e.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

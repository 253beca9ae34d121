import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const tiers = process.env.DATASERVICES_E2E_TIER === 'full' ? '{ci,full}' : 'ci';

/** `--project unit` needs nothing; `--project scenarios` needs a cluster with the operators on it: `npm run e2e`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'e2e-unit',
          root: import.meta.dirname,
          include: ['{src,client,images,cluster,demo,bench,chaos}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.api.test.ts', '**/*.e2e.test.ts'],
          isolate: false,
          setupFiles: [join(import.meta.dirname, '../tools/vitest/leave-nothing.ts')],
        },
      },
      {
        test: {
          name: 'scenarios',
          root: import.meta.dirname,
          include: [`scenarios/**/*.${tiers}.e2e.test.ts`],
          globalSetup: ['src/take-away-shared.ts'],
          // One after another: with two clusters of pods starting side by side, times would say nothing.
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 120_000,
          disableConsoleIntercept: true,
        },
      },
    ],
  },
});

import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'tools',
    root: import.meta.dirname,
    include: ['**/*.test.ts'],
    // helm and promtool are processes of their own: where the machine is busy, each of their tests takes seconds.
    testTimeout: 20_000,
    isolate: false,
    setupFiles: [join(import.meta.dirname, 'vitest/leave-nothing.ts')],
  },
});

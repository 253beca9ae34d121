import { defineConfig } from 'vitest/config';

// helm and promtool are processes of their own: where the machine is busy, each of their tests takes seconds.
export default defineConfig({ test: { name: 'tools', root: import.meta.dirname, include: ['**/*.test.ts'], testTimeout: 20_000 } });

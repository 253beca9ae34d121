import { defineConfig } from 'vitest/config';

/** Tests against a real etcd and kube-apiserver, started once for all of them. */
// biome-ignore lint/style/noDefaultExport: vitest reads its configuration from there
export default defineConfig({
  test: {
    name: 'api',
    include: ['{libs,operators,examples}/*/{src,test}/**/*.api.test.ts', 'e2e/{cluster/src,chaos}/**/*.api.test.ts'],
    globalSetup: ['libs/testing/src/api-server.ts'],
    testTimeout: 20_000,
    // Most of them wait for a server or for time: on two processors, three at once take four fifths of the time of two.
    maxWorkers: 3,
  },
});

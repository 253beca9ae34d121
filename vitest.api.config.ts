import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What dies at every write, and what waits for leases to run out. */
const longest = ['crash-writes', 'two-operators', 'storms'];

/** Where nobody has measured the files yet, the largest would come first. Whatever takes longest must not be left alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => longest.some((name) => moduleId.includes(name));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

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
    // As many of a file wait beside each other; with more, a machine that is busy gives none of them its turn in time.
    maxConcurrency: 3,
    sequence: { sequencer: LongestFirst },
  },
});

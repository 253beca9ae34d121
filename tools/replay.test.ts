import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const sequences = join(import.meta.dirname, '../libs/autoscaling/conformance/hpa-sequences.json');

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [join(import.meta.dirname, 'replay.ts'), ...args], {
    input: '{"cases": [{"id": "x"}]}',
    encoding: 'utf8',
  });
}

test('writes nothing but the outcomes to the standard output', () => {
  const { stdout, stderr, status } = run('--hpa-compat', sequences);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(JSON.parse(stdout)).toMatchObject([{ id: 'seq-step-load', steps: expect.any(Array) }, { id: 'seq-metric-outage' }]);
});

test('what cannot be replayed is no success', () => {
  const { stdout, stderr, status } = run('--hpa-compat', '-');
  expect(JSON.parse(stdout)).toMatchObject([{ id: 'x', error: expect.stringContaining('minReplicas') }]);
  expect({ stderr, status }).toEqual({ stderr: 'error: 1 of 1 could not be replayed: x\n', status: 1 });
});

test.for([[], [sequences], ['--hpa-compat'], ['--hpa-compat', 'a', 'b']])('a wrong call shows the usage: %s', (args) => {
  const { stdout, stderr, status } = run(...args);
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  expect(stderr).toContain('usage: npm run -s replay');
});

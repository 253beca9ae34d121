import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const cluster = {
  mode: 'drain',
  brokers: [
    { id: 0, rack: 'a' },
    { id: 1, rack: 'b' },
    { id: 2, rack: 'b' },
  ],
  remove: [2],
  partitions: [
    { topic: 'orders', partition: 0, replicas: [0, 2], bytes: 1_048_576 },
    { topic: 'orders', partition: 1, replicas: [2, 0], bytes: 1 },
  ],
};

function run(input: unknown, ...args: readonly string[]) {
  const program = join(import.meta.dirname, 'reassign-plan.ts');
  return spawnSync(process.execPath, [program, ...args], { input: JSON.stringify(input), encoding: 'utf8' });
}

test('writes nothing but the plan to the standard output', () => {
  const { stdout, stderr, status } = run(cluster, '-');
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(JSON.parse(stdout)).toEqual({
    moves: [
      { topic: 'orders', partition: 0, from: [0, 2], to: [0, 1] },
      { topic: 'orders', partition: 1, from: [2, 0], to: [1, 0] },
    ],
    bytes: 1_048_577,
  });
});

test('an empty plan is JSON as well', () => {
  expect(JSON.parse(run({ ...cluster, remove: [] }, '-').stdout)).toEqual({ moves: [], bytes: 0 });
});

test('what is refused is named on the standard error, and is no plan', () => {
  const { stdout, stderr, status } = run({ ...cluster, mode: 'shuffle' }, '-');
  expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
  expect(stderr).toContain('error: mode: ');
});

test('a wrong call shows the usage', () => {
  const { stdout, stderr, status } = run(cluster);
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  expect(stderr).toContain('usage: npm run -s reassign:plan');
});

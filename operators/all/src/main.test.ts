import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const program = fileURLToPath(new URL('main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'operators-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The whole process, with nothing in its environment but this. */
function run(variables: Readonly<Record<string, string>>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--disable-warning=DEP0040', program], {
    env: { PATH: process.env.PATH, HEALTH_PORT: '0', ...variables },
    encoding: 'utf8',
    timeout: 100_000,
  });
  return { status, stdout, stderr };
}

/** Loading every operator is all that takes time here, and a busy machine takes its own. */
const patience = { timeout: 120_000 };

const otherContext = join(folder, 'kubeconfig');
writeFileSync(
  otherContext,
  JSON.stringify({ 'current-context': 'old', contexts: [{ name: 'new', context: { cluster: 'c' } }], clusters: [], users: [] }),
);

test.for([
  ['none, outside of a pod', {}, 'the variable KUBECONFIG'],
  ['a file that is not there', { KUBECONFIG: join(folder, 'missing') }, `${join(folder, 'missing')} cannot be used: ENOENT`],
  ['a context that is not there', { KUBECONFIG: otherContext }, `${otherContext} has no context 'old': choose one of new`],
] as const)('credentials that cannot be used end the process with one line that says what to do: %s', patience, ([, variables, words]) => {
  const { status, stdout, stderr } = run(variables);
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    ts: expect.any(String),
    level: 'error',
    msg: expect.stringContaining(words),
    operator: 'dataservices-operators',
  });
  expect(status).toBe(1);
});

test('any other error keeps its stack', patience, () => {
  const { status, stderr } = run({ LOG_LEVEL: 'loud' });
  expect(stderr).toMatch(/LOG_LEVEL is 'loud'.*\n\s+at .*operator-environment\.ts/);
  expect(status).toBe(1);
});

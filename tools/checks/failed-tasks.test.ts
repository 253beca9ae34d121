import { expect, test } from 'vitest';
import { failedTasksOnly } from './failed-tasks.ts';

const summary = '\n NX   Running target test for 3 projects failed\n\nFailed tasks:\n\n- @dataservices/kube:test\n\n';
const section = (project: string, text: string) => `> nx run @dataservices/${project}:test\n\n${text}\n\n`;

test('keeps the failed task and the summary, and drops the rest', () => {
  const output = `\n NX   Running\n\n${section('plan', 'plan is fine')}${section('kube', 'kube is broken')}${section('api', 'api is fine')}${summary}`;
  const kept = failedTasksOnly(output);
  expect(kept).toContain('kube is broken');
  expect(kept).toContain('Failed tasks:');
  expect(kept).not.toContain('plan is fine');
  expect(kept).not.toContain('api is fine');
});

test.for(['', 'nx: cannot read nx.json', `${section('plan', 'fine')} NX   Successfully ran`])('keeps %j whole', (output) => {
  expect(failedTasksOnly(output)).toBe(output);
});

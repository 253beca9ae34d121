import { expect, test } from 'vitest';
import { runtimeReport } from './runtime-report.ts';
import { sampleResult } from './testing/sample-result.ts';

const lines = runtimeReport(sampleResult).split('\n');
const find = (start: string) => lines.find((line) => line.startsWith(start));

test('says on what it was measured', () => {
  expect(lines[0]).toBe('2026-01-01T00:00:00.000Z: 2 cores of Some CPU, 8 GiB, Linux 6.1, Node v24.0.0, load 0.2 at the start');
});

test('each way has its reference beside it', () => {
  expect(find('SharedCache, trimmed')).toMatch(/ 200 \(100 - 300\) +0\.50 /);
  expect(find("client-node's informer")).toMatch(/ 400 +1\.00 /);
  expect(lines.find((line) => line.includes('16 at once  libs/kube'))).toMatch(/0\.50 +0\.20 s \(0\.10 s - 0\.30 s\) +16$/);
});

test('goals say what was found and whether that is enough', () => {
  expect(find('1000 objects by a new process')).toMatch(/2\.00 s +15\.00 s +met$/);
});

test('a part that was left out has no empty table, and no goal', () => {
  expect(runtimeReport({ ...sampleResult, latency: undefined })).not.toContain('a change to its effect');
  expect(runtimeReport({ ...sampleResult, clients: [] })).not.toContain('connections');
});

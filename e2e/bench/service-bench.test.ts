import { expect, test } from 'vitest';
import { parseRunOptions } from '../src/run-options.ts';
import type { machineFacts } from './machine-facts.ts';
import { evidenceName, repetitionName, runServiceBench, type ServiceBench } from './service-bench.ts';

test('evidence of a repetition has a name that a folder can have', () => {
  expect(evidenceName('kill, static list 1')).toBe('bench-kill-static-list-1');
  expect(evidenceName('hang Sentinel alone 2')).toBe('bench-hang-Sentinel-alone-2');
});

test('what a repetition makes has a name that an object can have', () => {
  expect(repetitionName('join', 3)).toMatch(/^join-3-[a-z0-9]+$/);
});

const bench: ServiceBench<{ readonly machine: ReturnType<typeof machineFacts> }> = {
  service: 'kafka',
  namespace: 'bench-kafka',
  emptyResult: (machine) => ({ machine }),
  summarize: (result) => result,
  report: () => '',
  measure: () => Promise.reject(new Error('nothing may be measured')),
};

test.for([
  [['--repetitions', '0'], '--repetitions must be a whole number from 1'],
  [['--figures', import.meta.filename, '--resume'], 'holds no figures'],
] as const)('%s is refused before a cluster is started', async ([args, message]) => {
  const own = { repetitions: { type: 'string' }, figures: { type: 'string' }, resume: { type: 'boolean' } } as const;
  const options = parseRunOptions(['--kubeconfig', '/nowhere', ...args], 'never', own);
  await expect(runServiceBench(bench, options, new AbortController().signal)).rejects.toThrow(message);
});

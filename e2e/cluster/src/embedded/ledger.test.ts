import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Layout, layoutOf } from './layout.ts';
import { createLedger, findProcess, forgetProcess, livingProcesses, readLedger, recordProcess } from './ledger.ts';
import { identifyProcess } from './process-table.ts';

let layout: Layout;

beforeEach(() => {
  layout = layoutOf('mine', { DATASERVICES_STATE: mkdtempSync(join(tmpdir(), 'ledger-')) });
  mkdirSync(layout.folder);
  createLedger(layout, { nodeCount: 3 });
});
afterEach(() => rmSync(layout.stateRoot, { recursive: true }));

test('a process is remembered once a name, until it is forgotten', () => {
  recordProcess(layout, { name: 'etcd', pid: 1, startTime: 'a' });
  recordProcess(layout, { name: 'etcd', pid: 2, startTime: 'b' });
  expect(findProcess(layout, 'etcd')).toEqual({ name: 'etcd', pid: 2, startTime: 'b' });
  forgetProcess(layout, 'etcd');
  expect(findProcess(layout, 'etcd')).toBeUndefined();
});

test('of what is remembered, only what still runs is living', () => {
  const self = identifyProcess(process.pid);
  recordProcess(layout, { name: 'self', pid: process.pid, startTime: self?.startTime ?? '' });
  recordProcess(layout, { name: 'dead', pid: process.pid, startTime: '1' });
  expect(livingProcesses(readLedger(layout) ?? never()).map(({ name }) => name)).toEqual(['self']);
});

test('nothing survives a restart of the machine, whatever has its pid now', () => {
  recordProcess(layout, { name: 'self', pid: process.pid, startTime: identifyProcess(process.pid)?.startTime ?? '' });
  const path = join(layout.folder, 'cluster.json');
  const ledger = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...ledger, bootId: 'another' }));
  expect(livingProcesses(readLedger(layout) ?? never())).toEqual([]);
});

test.for(['', '{"nodeCount": 3, "proc'])('a damaged ledger (%s) counts as none', (content) => {
  writeFileSync(join(layout.folder, 'cluster.json'), content);
  expect(readLedger(layout)).toBeUndefined();
});

function never(): never {
  throw new Error('the ledger is missing');
}

import { expect, test } from 'vitest';
import { completeLock } from './complete-lock.mjs';

const tool = { version: '2.0.0', dev: true, optionalDependencies: { '@tool/linux-x64': '2.0.0', '@tool/linux-x64-musl': '2.0.0' } };

test('adds what is missing, with its platform', () => {
  const lock = { packages: { 'node_modules/@tool/linux-x64': { version: '2.0.0' }, 'node_modules/tool': tool } };
  expect(completeLock(lock).packages).toEqual({
    ...lock.packages,
    'node_modules/@tool/linux-x64-musl': { version: '2.0.0', dev: true, optional: true, os: ['linux'], cpu: ['x64'], libc: ['musl'] },
  });
});

test('a second run adds nothing', () => {
  const once = completeLock({ packages: { 'node_modules/tool': tool } });
  expect(completeLock(once)).toEqual(once);
});

test('another version at the top does not count, and is not overwritten', () => {
  const lock = { packages: { 'node_modules/@tool/linux-x64': { version: '1.0.0' }, 'node_modules/host/node_modules/tool': tool } };
  const { packages } = completeLock(lock);
  expect(packages['node_modules/@tool/linux-x64']).toEqual({ version: '1.0.0' });
  expect(packages['node_modules/host/node_modules/tool/node_modules/@tool/linux-x64']).toMatchObject({ version: '2.0.0' });
});

test('a nested package finds what lies beside it', () => {
  const beside = 'node_modules/host/node_modules/@tool/linux-x64';
  const only = { version: '2.0.0', optionalDependencies: { '@tool/linux-x64': '2.0.0' } };
  const lock = { packages: { [beside]: { version: '2.0.0' }, 'node_modules/host/node_modules/tool': only } };
  expect(completeLock(lock)).toEqual(lock);
});

test.for([
  ['a range', { '@tool/linux-x64': '^2.0.0' }],
  ['no platform', { fsevents: '2.3.3' }],
] as const)('leaves %s to the registry', ([, optionalDependencies]) => {
  const lock = { packages: { 'node_modules/tool': { version: '2.0.0', optionalDependencies } } };
  expect(completeLock(lock)).toEqual(lock);
});

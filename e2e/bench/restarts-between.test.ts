import { expect, test } from 'vitest';
import type { Pod } from '../src/pod.ts';
import { restartsBetween } from './restarts-between.ts';

const pod = (name: string, uid: string, restartCount = 0): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, uid, resourceVersion: '1' },
  spec: {},
  status: { containerStatuses: [{ name: 'zookeeper', ready: true, restartCount }] },
});

test('who stays counts, be it that its pod was made anew or that its container was; who comes or goes does not', () => {
  const before = [pod('a', '1'), pod('b', '2', 1), pod('c', '3'), pod('d', '4')];
  const after = [pod('a', '1'), pod('b', '2', 3), pod('c', '5', 1), pod('e', '6', 7)];
  expect(restartsBetween(before, after)).toBe(4);
  expect(restartsBetween(before, before)).toBe(0);
});

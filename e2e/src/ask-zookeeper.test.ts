import { expect, test } from 'vitest';
import { parseAnswer } from './ask-zookeeper.ts';

const answer = (mode: string) => `Zookeeper version: 3.9.4\nConnections: 3\nZxid: 0x1a0000002f\nMode: ${mode}\nNode count: 9\n`;

test('the epoch is the upper half of the last transaction', () => {
  expect(parseAnswer(answer('leader'))).toEqual({ mode: 'leader', epoch: 26 });
  expect(parseAnswer(answer('observer'))).toEqual({ mode: 'observer', epoch: 26 });
});

test('one that looks for a leader says nothing of it', () => {
  expect(parseAnswer('This ZooKeeper instance is not currently serving requests\n')).toBeUndefined();
  expect(parseAnswer('')).toBeUndefined();
});

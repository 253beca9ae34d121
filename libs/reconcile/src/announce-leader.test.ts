import { expect, test } from 'vitest';
import { announceLeader } from './announce-leader.ts';
import type { EventRecorder } from './events.ts';

const cluster = { apiVersion: 'v1', kind: 'Cluster', metadata: { name: 'cart', uid: 'u', resourceVersion: '1' } };

test.for([
  { name: 'the first one', change: { previous: undefined, leader: 'cart-0' }, notes: ['cart-0 leads'] },
  { name: 'another one', change: { previous: 'cart-0', leader: 'cart-1' }, notes: ['cart-1 leads now, after cart-0'] },
  { name: 'nothing new', change: { previous: 'cart-0', leader: 'cart-0' }, notes: [] },
  { name: 'nobody, which the conditions say', change: { previous: 'cart-0', leader: undefined }, notes: [] },
])('$name', ({ change, notes }) => {
  const recorded: string[] = [];
  const recorder = { record: ({ note }: { readonly note: string }) => recorded.push(note) } as unknown as EventRecorder;
  announceLeader(recorder, cluster, change);
  expect(recorded).toEqual(notes);
});

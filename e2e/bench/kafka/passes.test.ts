import { expect, test } from 'vitest';
import { passesIn } from './passes.ts';

const text = [
  'controller_runtime_reconcile_time_seconds_bucket{controller="kafkacluster",le="0.005"} 1',
  'controller_runtime_reconcile_time_seconds_sum{controller="kafkacluster"} 1.5',
  'controller_runtime_reconcile_time_seconds_count{controller="kafkacluster"} 30',
  'controller_runtime_reconcile_time_seconds_sum{controller="rediscluster"} 9',
  'controller_runtime_reconcile_time_seconds_count{controller="rediscluster"} 90',
].join('\n');

test('passes of one controller are those of all processes together', () => {
  expect(passesIn([text, text, ''], 'kafkacluster')).toEqual({ count: 60, seconds: 3 });
});

test('a controller that nobody runs has no figure', () => {
  expect(() => passesIn([text], 'zookeepercluster')).toThrow('no operator tells');
});

import { expect, test } from 'vitest';
import { belowMinIsrIn, totalTimeOf } from './below-min-isr.ts';

test('only the time before looks at which it was so counts', () => {
  const looks = [false, true, true, false, true].map((isSo, index) => ({ atMs: 1_000 + index * 20, isSo }));
  expect(totalTimeOf(990, looks)).toBe(60);
  expect(totalTimeOf(990, [{ atMs: 1_000, isSo: true }])).toBe(10);
  expect(totalTimeOf(990, [])).toBe(0);
});

test('a broker that does not say it does not pass for one without', () => {
  expect(belowMinIsrIn('# TYPE x gauge\nkafka_server_replicamanager_underminisrpartitioncount 3.0\n')).toBe(3);
  expect(() => belowMinIsrIn('kafka_server_replicamanager_partitioncount 3.0\n')).toThrow('does not say');
});

import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { belowMinIsrIn, totalTimeOf } from './below-min-isr.ts';

test('only the time of looks at which it was so counts, whatever fails between them', async () => {
  const answers = [false, true, new Error('no answer'), false, true];
  let looks = 0;
  const isSo = async () => {
    const answer = answers[looks];
    looks += 1;
    if (answer instanceof Error) throw answer;
    return answer === true;
  };
  const act = async () => {
    while (looks < answers.length) await delay(5);
  };
  const totalMs = await totalTimeOf(isSo, act, 20);
  expect(totalMs).toBeGreaterThanOrEqual(35);
  const never = await totalTimeOf(
    async () => false,
    async () => {},
    10,
  );
  expect(never).toBe(0);
});

test('a broker that does not say it does not pass for one without', () => {
  expect(belowMinIsrIn('# TYPE x gauge\nkafka_server_replicamanager_underminisrpartitioncount 3.0\n')).toBe(3);
  expect(() => belowMinIsrIn('kafka_server_replicamanager_partitioncount 3.0\n')).toThrow('does not say');
});

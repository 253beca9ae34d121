import { expect, test } from 'vitest';
import { parsePromotion } from './service-switch.ts';

test('the last promotion counts, in the time of the log', () => {
  const log = [
    '1:S 25 Nov 2026 22:22:38.001 * MASTER MODE enabled (user request)',
    '1:M 25 Nov 2026 22:22:39.000 * Background saving started by pid 20',
    '1:M 25 Nov 2026 22:22:40.123 * MASTER MODE enabled (user request)',
    '1:M 25 Nov 2026 22:22:41.000 * Synchronization with replica succeeded',
  ];
  expect(parsePromotion(log.join('\n'))).toBe(Date.UTC(2026, 10, 25, 22, 22, 40, 123));
});

test('a server that was never promoted says so', () => {
  expect(parsePromotion('1:S 25 Nov 2026 22:22:38.001 * Connecting to MASTER')).toBeUndefined();
});

import { expect, test } from 'vitest';
import { slowLinkArguments } from './slow-node.ts';

test('says in the program’s units what was asked for', () => {
  expect(slowLinkArguments({ delayMs: 100, lossPercent: 1, rateMbit: 10 }).join(' ')).toBe(
    '--queue 10 --delay 100ms --loss 0.01 --rate 10000000',
  );
});

test.for([{}, { delayMs: 0 }, { delayMs: -1 }, { lossPercent: 101 }, { rateMbit: Number.NaN }])('refuses %o', (slowness) => {
  expect(() => slowLinkArguments(slowness)).toThrow(expect.objectContaining({ code: 'UnclearFault' }));
});

import { expect, test } from 'vitest';
import { within } from './within.ts';

test('what comes in time is handed on, also where it fails', async () => {
  await expect(within(60_000, 'a number', Promise.resolve(7))).resolves.toBe(7);
  await expect(within(60_000, 'a number', Promise.reject(new Error('none')))).rejects.toThrow('none');
});

test('what never comes is named', async () => {
  await expect(within(1, 'a number', new Promise(() => {}))).rejects.toThrow('waited 0.001 s in vain for a number');
});

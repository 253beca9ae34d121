import { KubeError } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { settle } from './settle.ts';

const failure = (code: string) => new KubeError({ code, status: 0, message: code });

test('a pass without a failure comes back when the plan says so', () => {
  expect(settle(undefined, 500)).toEqual({ requeueAfterMs: 500 });
  expect(settle(undefined, undefined)).toEqual({});
});

test('a failure that may pass goes to the error policy', () => {
  expect(() => settle(failure('Conflict'), 500)).toThrow('Conflict');
  expect(() => settle(new TypeError('unforeseen'), 500)).toThrow('unforeseen');
});

test('what a person has to mend does not keep the pass from coming back', () => {
  expect(settle(failure('Invalid'), 500)).toEqual({ requeueAfterMs: 500 });
});

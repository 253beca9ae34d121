import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRequest } from './request.ts';

const key = (name: string) => `dataservices.dev/${name}`;

describe('readRequest', () => {
  test.for([
    ['restart', '2026-01-01', { token: '2026-01-01' }],
    ['restart', '2026-01-01T00:00:00Z', { token: '2026-01-01T00:00:00Z' }],
    ['rotate-passwords', '7', { token: '7' }],
    ['recover-from', 'cart-redis-1@7', { pod: 'cart-redis-1', token: '7' }],
    ['switch-over', 'cart-redis-1@7', { pod: 'cart-redis-1', token: '7' }],
    ['replace-member', 'cart-redis-1@a.b_c', { pod: 'cart-redis-1', token: 'a.b_c' }],
  ] as const)('%s: %s', ([name, value, expected]) => {
    expect(readRequest({ [key(name)]: value }, name)).toEqual({ name, ...expected });
  });

  test('nothing is asked for', () => {
    expect(readRequest(undefined, 'restart')).toBeUndefined();
    expect(readRequest({ [key('restart')]: '1' }, 'switch-over')).toBeUndefined();
  });

  test.for([
    ['restart', ''],
    ['restart', 'cart-redis-1@7'],
    ['restart', 'x'.repeat(65)],
    ['restart', 'a\nb'],
    ['replace-member', 'cart-redis-1'],
    ['replace-member', '@7'],
    ['replace-member', 'cart-redis-1@'],
    ['replace-member', 'cart-redis-1@7@8'],
    ['replace-member', '__proto__@7'],
    ['switch-over', 'Cart@7'],
  ] as const)('%s: %j is refused, and the form is said', ([name, value]) => {
    expect(readRequest({ [key(name)]: value }, name)).toMatchObject({
      name,
      token: expect.stringMatching(/^unreadable-[0-9a-f]{16}$/),
      refusal: expect.stringContaining(name === 'restart' ? '"<token>"' : '"<pod>@<token>"'),
    });
  });

  test('whatever the value, there is an answer that fits into the status', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), fc.constantFrom('restart', 'switch-over', 'replace-member'), (value, name) => {
        const request = readRequest({ [key(name)]: value }, name);
        expect(JSON.stringify(request).length).toBeLessThan(1024);
      }),
    );
  });
});

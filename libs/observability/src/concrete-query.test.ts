import { expect, test } from 'vitest';
import { concreteQuery } from './concrete-query.ts';

test('variables have their values, longer names before shorter ones', () => {
  const expr = 'rate(a{n="$namespace",c="$cluster"}[$__rate_interval])';
  expect(concreteQuery(expr, { namespace: 'shop', cluster: 'cart' }, { rateInterval: '30s' })).toBe('rate(a{n="shop",c="cart"}[30s])');
});

test('a variable without a value is named', () => {
  expect(() => concreteQuery('a{n="$namespaces"}', { namespace: 'shop' })).toThrow('$namespaces');
});

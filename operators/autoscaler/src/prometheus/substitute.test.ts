import { expect, test } from 'vitest';
import { type Names, substitute } from './substitute.ts';

test.for<readonly [string, Names, string]>([
  ['up{namespace="$namespace",cluster="$name"}', { namespace: 'shop', name: 'cart' }, 'up{namespace="shop",cluster="cart"}'],
  ['up{a="$names"}', { namespace: 'shop', name: 'cart' }, 'up{a="$names"}'],
  ['label_replace(up, "a", "$1", "b", "(.*)")', { namespace: 'shop', name: 'cart' }, 'label_replace(up, "a", "$1", "b", "(.*)")'],
  ['up{a="$name"}', { namespace: 'shop', name: 'x"} or vector(1e9) #' }, 'up{a="x\\"} or vector(1e9) #"}'],
  ['up{a="$name"}', { namespace: 'shop', name: 'x\\' }, 'up{a="x\\\\"}'],
  ["up{a='$name'}", { namespace: 'shop', name: "x'} or vector(1)" }, "up{a='x\\'} or vector(1)'}"],
  ['up{a=`$name`}', { namespace: 'shop', name: 'x` or vector(1)' }, 'up{a=`x or vector(1)`}'],
  ['up{a="$name"}', { namespace: 'shop', name: 'x\n#' }, 'up{a="x\\n#"}'],
  ['up{a="$name"}', { namespace: 'shop', name: '$namespace' }, 'up{a="$namespace"}'],
])('%s', ([query, names, expected]) => {
  expect(substitute(query, names)).toBe(expected);
});

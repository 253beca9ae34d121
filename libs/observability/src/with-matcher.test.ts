import { expect, test } from 'vitest';
import { withMatcher } from './with-matcher.ts';

test.for([
  ['up == 0', 'up{a!=""} == 0'],
  ['increase(b{c="up{}", d=~"e[0-9]"}[5m]) > 1e3', 'increase(b{a!="",c="up{}", d=~"e[0-9]"}[5m]) > 1e3'],
  [
    'sum by (pod) (b) / on (pod) group_left () max by (pod) (c offset 1m)',
    'sum by (pod) (b{a!=""}) / on (pod) group_left () max by (pod) (c{a!=""} offset 1m)',
  ],
  [
    'min_over_time((b)[30m:1m]) unless b >= bool 0 or absent(c)',
    'min_over_time((b{a!=""})[30m:1m]) unless b{a!=""} >= bool 0 or absent(c{a!=""})',
  ],
  ['label_replace(b, "c", "$1", "d", "(.+)")', 'label_replace(b{a!=""}, "c", "$1", "d", "(.+)")'],
] as const)('%s', ([expr, restricted]) => {
  expect(withMatcher(expr, 'a!=""')).toBe(restricted);
});

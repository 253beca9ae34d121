import { expect, test } from 'vitest';
import { writeLine } from './server-writes.ts';

const line = (resource: string, verb: string) =>
  `apiserver_request_total{code="200",component="apiserver",dry_run="",group="",resource="${resource}",scope="resource",subresource="",verb="${verb}",version="v1"} 3`;

test.for([
  ['services', 'APPLY', true],
  ['services', 'PATCH', true],
  ['events', 'POST', true],
  ['pods', 'DELETE', true],
  ['leases', 'PUT', false],
  ['pods', 'WATCH', false],
  ['pods', 'GET', false],
] as const)('a %s of %s is a write: %s', ([resource, verb, isWrite]) => {
  expect(writeLine.test(line(resource, verb))).toBe(isWrite);
});

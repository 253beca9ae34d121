import { expect, test } from 'vitest';
import { parseInfo } from './ask-server.ts';

test('INFO is read by field, colons in values included', () => {
  const info = parseInfo('# Sentinel\r\nmaster0:name=a,status=ok,address=h:6379\r\n\r\nrole:master\r\n');
  expect([...info]).toEqual([
    ['master0', 'name=a,status=ok,address=h:6379'],
    ['role', 'master'],
  ]);
});

import { expect, test } from 'vitest';
import { errorName } from './error-name.ts';
import { WaitTimeoutError } from './redis-target.ts';

const named = (name: string, message: string) => Object.assign(new Error(message), { name });

test.for([
  { error: named('ReplyError', "READONLY You can't write against a read only replica."), expected: 'READONLY' },
  { error: named('ReplyError', 'NOREPLICAS Not enough good replicas to write.'), expected: 'NOREPLICAS' },
  { error: named('ReplyError', 'unknown'), expected: 'ReplyError' },
  { error: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), expected: 'ECONNREFUSED' },
  { error: new Error('Command timed out'), expected: 'CommandTimeout' },
  { error: new Error("Stream isn't writeable and enableOfflineQueue options is false"), expected: 'NotConnected' },
  { error: new Error('Connection is closed.'), expected: 'ConnectionLost' },
  { error: named('MaxRetriesPerRequestError', 'Reached the max retries per request limit (which is 0).'), expected: 'ConnectionLost' },
  { error: new WaitTimeoutError('No replica confirmed'), expected: 'WaitTimeout' },
  { error: 'text', expected: 'Unknown' },
])('$expected', ({ error, expected }) => {
  expect(errorName(error)).toBe(expected);
});

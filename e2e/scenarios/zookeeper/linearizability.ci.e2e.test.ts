import { describe, expect, test } from 'vitest';
import type { Operation } from '../../client/src/zookeeper/history.ts';
import { checkLinearizability } from '../../src/linearizability.ts';

const key = '/run/register-0';

/** `set(0, 1, 2, 'ok')`: called at 1, answered at 2, on condition of version 0. */
function set(expected: number, call: number, end: number | null, result: 'ok' | 'stale' | 'unknown' | 'missing', client = 0): Operation {
  return { client, key, op: 'set', expected, value: `${client}-${expected}`, call, return: end, result };
}

function read(version: number, value: string, call: number): Operation {
  return { client: 9, key, op: 'read', version, value, call, return: call + 1, result: 'ok' };
}

function check(operations: readonly Operation[]) {
  return checkLinearizability(operations.map((operation) => `${JSON.stringify(operation)}\n`).join(''));
}

describe('a history that can be', () => {
  test.for<[string, readonly Operation[]]>([
    ['one set after the other', [set(0, 1, 2, 'ok'), set(1, 3, 4, 'ok'), read(2, '0-1', 5)]],
    ['two at once, of which one is too late', [set(0, 1, 4, 'ok'), set(0, 2, 3, 'stale', 1), read(1, '0-0', 5)]],
    ['one of unknown end that was done', [set(0, 1, null, 'unknown'), set(1, 5, 6, 'ok', 1), read(2, '1-1', 7)]],
    ['one of unknown end that was done much later', [set(0, 1, null, 'unknown'), read(0, '', 2), read(1, '0-0', 9)]],
    ['one of unknown end that was never done', [set(0, 1, null, 'unknown'), set(0, 5, 6, 'ok', 1), read(1, '1-0', 7)]],
  ])('%s', async ([, operations]) => {
    expect(await check(operations)).toMatchObject({ result: 'linearizable', operations: operations.length });
  });
});

describe('a history that cannot be', () => {
  test.for<[string, readonly Operation[]]>([
    ['two leaders that both accept a set of the same version', [set(0, 1, 4, 'ok'), set(0, 2, 3, 'ok', 1)]],
    ['an acknowledged set that is gone', [set(0, 1, 2, 'ok'), read(0, '', 3)]],
    ['an acknowledged set that another replaced', [set(0, 1, 2, 'ok'), set(0, 3, 4, 'ok', 1), read(1, '1-0', 5)]],
    ['a set that is refused although nothing came before it', [set(0, 1, 2, 'stale')]],
    ['a set that succeeded before what it waited for', [set(1, 1, 2, 'ok', 1), set(0, 3, 4, 'ok')]],
    ['a set of unknown end that was done twice', [set(0, 1, null, 'unknown'), read(1, '0-0', 2), read(0, '', 4), read(1, '0-0', 6)]],
    ['a register that is gone', [set(0, 1, 2, 'ok'), set(1, 3, 4, 'missing')]],
  ])('%s', async ([, operations]) => {
    expect(await check(operations)).toMatchObject({ result: 'violated', violated: [key] });
  });

  test('does not hide behind registers that are all right', async () => {
    const other = { ...set(0, 1, 2, 'ok'), key: '/run/register-1' };
    expect(await check([other, set(0, 1, 2, 'stale')])).toMatchObject({ result: 'violated', violated: [key], registers: 2 });
  });
});

test('what is no operation is refused, and not passed over', async () => {
  await expect(checkLinearizability('{"op":"delete"}\n')).rejects.toThrow('line 1');
  await expect(checkLinearizability('half a li')).rejects.toThrow('line 1');
});

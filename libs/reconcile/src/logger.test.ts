import { expect, test } from 'vitest';
import { createLogger, type LoggerOptions } from './logger.ts';

function logged(options: LoggerOptions, log: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  log(createLogger({ ...options, write: (line) => lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line has time, level, message and the fields of all parents', () => {
  const [line] = logged({ fields: { operator: 'redis' } }, (log) =>
    log.child({ controller: 'c' }).child({ name: 'cart' }).info('rolled', { rule: 'RollOne' }),
  );
  expect(line).toEqual({
    ts: expect.stringMatching(/^\d{4}-.*Z$/),
    level: 'info',
    msg: 'rolled',
    operator: 'redis',
    controller: 'c',
    name: 'cart',
    rule: 'RollOne',
  });
});

test.for([
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['info', ['info', 'warn', 'error']],
  ['error', ['error']],
] as const)('level %s', ([level, expected]) => {
  const lines = logged({ level }, (log) => {
    log.debug('x');
    log.info('x');
    log.warn('x');
    log.error('x');
  });
  expect(lines.map((line) => line.level)).toEqual(expected);
});

test.for([
  'password',
  'requirepass',
  'masterauth-password',
  'auth',
  'token',
  'erlangCookie',
  'Authorization',
  'privateKey',
  'stringData',
  'clientSecret',
])('%s is not written, at any depth', (name) => {
  const [line] = logged({ level: 'info' }, (log) => log.info('x', { deep: [{ [name]: 'hunter2', kept: 1 }] }));
  expect(line?.deep).toEqual([{ [name]: '[redacted]', kept: 1 }]);
});

test('a whole Secret is not written either', () => {
  const [line] = logged({}, (log) => log.info('x', { object: { kind: 'Secret', metadata: { name: 's' }, data: { any: 'aHVudGVyMg==' } } }));
  expect(line?.object).toEqual({ kind: 'Secret', metadata: { name: 's' }, data: '[redacted]' });
});

test('names that only sound alike are written', () => {
  const [line] = logged({}, (log) => log.info('x', { secretName: 'cart-auth', passes: 3, author: 'me' }));
  expect(line).toMatchObject({ secretName: 'cart-auth', passes: 3, author: 'me' });
});

test('an error has its code and cause, and what JSON cannot say breaks nothing', () => {
  const cycle: Record<string, unknown> = { big: 10n };
  cycle.self = cycle;
  const error = Object.assign(new Error('outer', { cause: new Error('inner') }), { code: 'Conflict' });
  const [line] = logged({}, (log) => log.error('x', { error, cycle }));
  expect(line).toMatchObject({
    error: { name: 'Error', message: 'outer', code: 'Conflict', cause: 'inner' },
    cycle: { big: '10', self: '[circular]' },
  });
});

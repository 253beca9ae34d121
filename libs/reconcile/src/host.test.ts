import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { OperatorHost, type Runnable } from './host.ts';
import { createLogger } from './logger.ts';

const log = createLogger({ write: () => {} });
const base = Object.getPrototypeOf(OperatorHost.prototype) as object;
// What remains of the base class: they touch nothing outside the process.
const harmless = ['constructor', 'errorToJson'];

function methodsOf(prototype: object): string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => !harmless.includes(name));
}

function host(runnable: Partial<Runnable> = {}): OperatorHost {
  return new OperatorHost({ run: async () => {}, stop: async () => {}, ...runnable }, log);
}

afterEach(() => {
  vi.restoreAllMocks();
});

test('every inherited method is overridden', () => {
  const inherited = methodsOf(base);
  expect(inherited.length).toBeGreaterThanOrEqual(10);
  expect(methodsOf(OperatorHost.prototype)).toEqual(expect.arrayContaining(inherited));
});

test('no overridden method reaches the network or ends the process: all but start, stop and init refuse', async () => {
  const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
    throw new Error('the process was ended');
  });
  const subject = host() as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of methodsOf(base)) {
    if (['start', 'stop', 'init'].includes(name)) continue;
    await expect((async () => subject[name]?.({}, {}, {}))(), name).rejects.toThrow('is not used: use');
  }
  expect(exit).not.toHaveBeenCalled();
  // The base class ends the process in one method only, and that one is overridden.
  const source = readFileSync(new URL(import.meta.resolve('@dot-i/k8s-operator')), 'utf8');
  const exits = source.split('\n').flatMap((line, index) => (line.includes('process.exit') ? index : []));
  const lineOf = (text: string) => source.split('\n').findIndex((line) => line.includes(text));
  expect(exits.every((at) => at > lineOf('async watchResource(') && at < lineOf('async setResourceStatus('))).toBe(true);
  expect(exits).toHaveLength(2);
});

test('start runs until the runnable ends, stop asks it to', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const subject = host({ run: () => promise, stop: async () => resolve() });
  const running = subject.start();
  subject.stop();
  await expect(running).resolves.toBeUndefined();
});

test('a failure of the runnable is the failure of start', async () => {
  await expect(host({ run: () => Promise.reject(new Error('port taken')) }).start()).rejects.toThrow('port taken');
});

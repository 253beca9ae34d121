import { expect, test, vi } from 'vitest';
import { rememberProcess } from './remember-process.ts';

test('a file that failed half-way leaves the process as it found it', () => {
  const { setTimeout, setInterval, fetch } = globalThis;
  const folder = process.cwd();
  const path = process.env.PATH;
  const takeBack = rememberProcess();
  vi.spyOn(globalThis, 'setInterval');
  vi.useFakeTimers();
  vi.spyOn(globalThis, 'setTimeout').mockReturnValue(1 as never);
  vi.spyOn(Math, 'random').mockReturnValue(0);
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network'));
  vi.stubGlobal('left', 1);
  process.env.LEFT = '1';
  process.env.PATH = '/nowhere';
  process.chdir('/');
  takeBack();
  expect(globalThis).toMatchObject({ setTimeout, setInterval, fetch });
  expect(vi.isMockFunction(Math.random)).toBe(false);
  expect('left' in globalThis).toBe(false);
  expect(process.env).toMatchObject({ PATH: path });
  expect(process.env.LEFT).toBeUndefined();
  expect(process.cwd()).toBe(folder);
});

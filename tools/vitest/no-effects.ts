/** In pure projects everything that makes a result depend on more than its input throws. */
import { beforeEach, vi } from 'vitest';

function forbid(name: string): () => never {
  return () => {
    throw new Error(`${name} is not available in a pure project: pass the value in`);
  };
}

beforeEach(() => {
  vi.spyOn(Math, 'random').mockImplementation(forbid('Math.random'));
  vi.spyOn(globalThis, 'fetch').mockImplementation(forbid('fetch'));
  vi.spyOn(Date, 'now').mockImplementation(forbid('Date.now'));
});

import { expect, test } from 'vitest';
import { runBash } from './run-bash.ts';

const options = { env: process.env, timeoutMs: 10_000 };

test('a command is given its input and its environment, and what it prints is returned', async () => {
  const env = { ...process.env, GREETING: 'hello' };
  expect(await runBash('echo "$GREETING $(cat)"; echo aside >&2', { ...options, env, input: 'there' })).toBe('hello there\naside\n');
});

test('a command that reads its input and is given none finds its end', async () => {
  expect(await runBash('cat', options)).toBe('');
});

test('a command that fails is told with all that it printed', async () => {
  await expect(runBash('echo before; echo why >&2; exit 3', options)).rejects.toThrow(/^ended with 3\necho before;.*\nbefore\nwhy$/);
});

test('the failure of any part of a pipe is one', async () => {
  await expect(runBash('false | cat', options)).rejects.toThrow('ended with 1');
});

test('a command that goes on is ended', async () => {
  await expect(runBash('exec sleep 60', { ...options, timeoutMs: 100 })).rejects.toThrow('did not end within 0.1 s');
});

import { Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { startHealthServer } from './health.ts';

test('what is wrong is unhealthy and said, what is missing is unready and said', async () => {
  const problems: string[] = [];
  const missing: string[] = [];
  const server = await startHealthServer({
    port: 0,
    host: '127.0.0.1',
    registry: new Registry(),
    problems: () => problems,
    missing: () => missing,
  });
  const probe = async (path: string) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return [answer.status, await answer.text()];
  };
  try {
    expect([await probe('/healthz'), await probe('/readyz')]).toEqual([
      [200, 'ok\n'],
      [200, 'ok\n'],
    ]);
    problems.push('the watch of Pod is stuck');
    missing.push('pods are not listed yet');
    expect([await probe('/healthz?verbose'), await probe('/readyz')]).toEqual([
      [503, 'the watch of Pod is stuck\n'],
      [503, 'pods are not listed yet\n'],
    ]);
  } finally {
    await server.close();
  }
  await expect(probe('/healthz')).rejects.toThrow();
});

test('a port that is taken is an error', async () => {
  const options = { host: '127.0.0.1', registry: new Registry(), problems: () => [], missing: () => [] };
  const first = await startHealthServer({ ...options, port: 0 });
  await expect(startHealthServer({ ...options, port: first.port })).rejects.toThrow('EADDRINUSE');
  await first.close();
});

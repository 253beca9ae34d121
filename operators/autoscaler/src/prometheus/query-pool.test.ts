import { expect, test } from 'vitest';
import type { PrometheusPort, Query, Server } from './port.ts';
import { createQueryPool } from './query-pool.ts';

type Pending = { readonly query: Query; readonly answer: (value: string) => void };

function scripted() {
  const pending: Pending[] = [];
  const port: PrometheusPort = {
    ask: (_, query) =>
      new Promise((resolve) => pending.push({ query, answer: (value) => resolve({ series: [{ value, atSeconds: 0 }], warnings: [] }) })),
    close: () => {},
  };
  return { port, pending };
}

const server = (host = 'a'): Server => ({ url: new URL(`http://${host}`) });
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('who asks the same at a time is answered by one question', async () => {
  const { port, pending } = scripted();
  let nowMs = 0;
  const pool = createQueryPool(port, { now: () => nowMs });
  const answers = [pool.ask(server(), { promql: 'up' }), pool.ask(server(), { promql: 'up' })];
  expect(pending).toHaveLength(1);
  pending[0]?.answer('1');
  expect(await Promise.all(answers)).toMatchObject([{ series: [{ value: '1' }] }, { series: [{ value: '1' }] }]);
  nowMs = 999;
  void pool.ask(server(), { promql: 'up' });
  expect(pending).toHaveLength(1);
  nowMs = 1000;
  void pool.ask(server(), { promql: 'up' });
  expect(pending).toHaveLength(2);
});

test('other credentials, servers, queries and ages are other questions', () => {
  const { port, pending } = scripted();
  const pool = createQueryPool(port);
  void pool.ask(server(), { promql: 'up' });
  void pool.ask({ ...server(), authorization: 'Bearer b' }, { promql: 'up' });
  void pool.ask(server('b'), { promql: 'up' });
  void pool.ask(server(), { promql: 'down' });
  void pool.ask(server(), { promql: 'up', maxAgeSeconds: 9 });
  expect(pending).toHaveLength(5);
});

test('a server is asked so much at a time, in turn, and others meanwhile', async () => {
  const { port, pending } = scripted();
  const pool = createQueryPool(port, { inFlight: 2 });
  for (const promql of ['1', '2', '3', '4']) void pool.ask(server(), { promql });
  void pool.ask(server('b'), { promql: '5' });
  expect(pending.map(({ query }) => query.promql)).toEqual(['1', '2', '5']);
  pending[0]?.answer('1');
  await settled();
  expect(pending.map(({ query }) => query.promql)).toEqual(['1', '2', '5', '3']);
  pending[1]?.answer('1');
  await settled();
  expect(pending.map(({ query }) => query.promql)).toEqual(['1', '2', '5', '3', '4']);
});

test('whose turn does not come is told so, and is not asked for later', async () => {
  const { port, pending } = scripted();
  const pool = createQueryPool(port, { inFlight: 1, longestWaitMs: 5 });
  void pool.ask(server(), { promql: '1' });
  expect(await pool.ask(server(), { promql: '2' })).toEqual({ error: expect.stringContaining('more is asked') });
  pending[0]?.answer('1');
  await settled();
  expect(pending).toHaveLength(1);
});

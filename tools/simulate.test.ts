import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

// Each starts a process, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const example = join(import.meta.dirname, '../examples/autoscaler.yaml');

async function run(...args: readonly string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'simulate.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [status] = await once(child, 'close');
  return { stdout, stderr, status };
}

/** A Prometheus whose metric was once above, and whose veto is 0. */
async function serve(): Promise<{ readonly address: string; readonly asked: string[]; readonly close: () => void }> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const form = new URLSearchParams(body);
    asked.push(form.get('query') ?? '');
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(form.get(name))) as [number, number, number];
    const isMetric = form.get('query')?.includes('commands') === true;
    const values = [];
    for (let time = start; time <= end; time += step)
      values.push([time, isMetric && time > start + 600 ? '240000' : isMetric ? '100000' : '0']);
    response.end(JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values }] } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close: () => void server.close() };
}

test('prints what would have been done, and why', async () => {
  const { address, asked, close } = await serve();
  const { stdout, stderr, status } = await run(example, '--prometheus', address, '--hours', '0.5', '--namespace', 'shop');
  close();
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(asked.some((query) => query.includes('namespace="shop",pod=~"cart-redis-[0-9]+"'))).toBe(true);
  expect(stdout).toMatch(/Z commands asks for 5: 3 → 5\.\n121 looks, 1 changes, 4\.\d\d replicas on average, 5 at most\n$/);
});

test('a server that does not answer is no success', async () => {
  const { stderr, status } = await run(example, '--prometheus', 'http://127.0.0.1:1');
  expect(stderr).toMatch(/^error: /);
  expect(status).toBe(1);
});

test.for([[], [example], [example, 'b', '--prometheus', 'http://a']])('a wrong call shows the usage: %s', async (args) => {
  const { stdout, stderr, status } = await run(...args);
  expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
  expect(stderr).toContain('usage: npm run -s simulate');
});

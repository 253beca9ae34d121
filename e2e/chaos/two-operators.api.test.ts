import { afterEach, expect } from 'vitest';
import { waitUntil } from '../cluster/src/wait-until.ts';
import { operatorTest } from './api-proxy/testing/operator-test.ts';
import {
  applyMemcached,
  awaitLeader,
  awaitReplicas,
  killOperator,
  type OperatorProcess,
  serveMemcached,
  startMemcachedOperator,
} from './testing/memcached-process.ts';

let started: OperatorProcess[] = [];

afterEach(async () => {
  for (const operator of started) await killOperator(operator);
  started = [];
});

async function startOperator(namespace: string): Promise<OperatorProcess> {
  const operator = await startMemcachedOperator(namespace);
  started.push(operator);
  return operator;
}

operatorTest(
  'a leader that was frozen beyond its lease wakes up, writes nothing, and stands by as if it had just begun',
  { timeout: 180_000 },
  async ({ admin, namespace }) => {
    await serveMemcached(admin);
    const frozen = await startOperator(namespace);
    const first = await awaitLeader(admin, namespace);
    await applyMemcached(admin, namespace, 1);
    await awaitReplicas(admin, namespace, 1);
    const other = await startOperator(namespace);
    frozen.child.kill('SIGSTOP');
    const written = frozen.proxy.writes.length;
    const second = await awaitLeader(admin, namespace, first);
    await applyMemcached(admin, namespace, 2);
    await awaitReplicas(admin, namespace, 2);
    // It finds this change when it wakes up, as one that nobody has met yet.
    await applyMemcached(admin, namespace, 3);
    frozen.child.kill('SIGCONT');
    await waitUntil(async () => frozen.beginnings() === 2, { what: 'the process to begin anew', timeoutMs: 30_000 });
    await awaitReplicas(admin, namespace, 3);
    expect(frozen.proxy.writes.slice(written)).toEqual([]);
    other.child.kill('SIGKILL');
    const third = await awaitLeader(admin, namespace, second);
    expect(third).not.toBe(first);
    expect(frozen.child.exitCode).toBeNull();
    await applyMemcached(admin, namespace, 4);
    await awaitReplicas(admin, namespace, 4);
  },
);

operatorTest(
  'a leader that is killed is followed by another, which goes on where it was',
  { timeout: 180_000 },
  async ({ admin, namespace }) => {
    await serveMemcached(admin);
    const killed = await startOperator(namespace);
    const first = await awaitLeader(admin, namespace);
    await startOperator(namespace);
    killed.child.kill('SIGKILL');
    await applyMemcached(admin, namespace, 2);
    await awaitLeader(admin, namespace, first);
    await awaitReplicas(admin, namespace, 2);
  },
);

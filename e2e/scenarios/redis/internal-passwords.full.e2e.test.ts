import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { askServer } from '../../src/ask-server.ts';
import { clientsOf, describeOutcome, type FaultOutcome, runFault } from '../../src/fault-run.ts';
import { formatSeconds } from '../../src/format-table.ts';
import type { Pod } from '../../src/pod.ts';
import { applyRedis, awaitRedis, awaitRest } from '../../src/redis-object.ts';
import { dataPods, masterPod, readSecret, sentinelPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { breakUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-internal-passwords');
const { bed, namespace, figure } = scenario;
const cluster = { namespace, name: 'cart' };
const users = ['member', 'replication', 'sentinel', 'operator', 'exporter'];
let old: Readonly<Record<string, string>>;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
  old = await readInternal();
}, 150_000);

async function readInternal(): Promise<Readonly<Record<string, string>>> {
  return (await readSecret(bed, { namespace, name: 'cart-redis-internal' })) ?? {};
}

async function rotate(token: string): Promise<void> {
  const annotations = { 'dataservices.dev/rotate-passwords': token };
  await bed.kube.mergePatch(resources.redisClusters, cluster, { metadata: { annotations } });
  const isHandled = (request: { readonly token: string; readonly state: string }) => request.token === token && request.state === 'Handled';
  await awaitRedis(bed, cluster, ({ status }) => status.requests?.some(isHandled) === true, {
    what: 'the internal passwords to be changed',
    timeoutMs: 180_000,
  });
}

/** Who answers otherwise than that the password is wrong. Nothing can be opened with these any more, so that they may be in a command line. */
async function openTo(passwords: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const logins = users.map((user) => `AUTH ${user} ${passwords[`${user}-password`]}`).join('\n');
  const servers = [
    ...(await dataPods(bed, cluster)).map(({ metadata: { name } }) => ({ name, container: 'redis', port: '6379' })),
    ...(await sentinelPods(bed, cluster)).map(({ metadata: { name } }) => ({ name, container: 'sentinel', port: '26379' })),
  ];
  const answers = servers.map(async ({ name, container, port }) => {
    const login = ['sh', '-c', 'printf "%s\\n" "$2" | redis-cli -p "$1"', 'login', port, logins];
    const text = await bed.cluster.kubectl(['exec', '--namespace', namespace, name, '--container', container, '--', ...login]);
    return text.match(/WRONGPASS/g)?.length === users.length ? [] : [`${name}: ${text}`];
  });
  return (await Promise.all(answers)).flat();
}

describe('the passwords of the parts among themselves', () => {
  test('are changed on request under load, without an error, a restart or a failover', { timeout: 300_000 }, async () => {
    const pods = (await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid);
    const startMs = performance.now();
    const outcome: FaultOutcome = await runFault(bed, { cluster, name: 'rotation', settleMs: 1_000, inject: () => rotate('first') });
    figure('changed everywhere', formatSeconds(performance.now() - startMs), '180 s');
    figure('clients meanwhile', describeOutcome(outcome), 'no error');
    for (const [kind, { errors, lost }] of clientsOf(outcome)) expect({ kind, errors, lost }).toEqual({ kind, errors: {}, lost: 0 });
    expect((await dataPods(bed, cluster)).map(({ metadata }) => metadata.uid)).toEqual(pods);
    expect((await masterPod(bed, cluster)).metadata.name).toBe(outcome.masterBefore);
  });

  test('are others then, and the old ones are refused everywhere', async () => {
    const now = await readInternal();
    expect(Object.keys(now).toSorted()).toEqual(Object.keys(old).toSorted());
    for (const user of users) expect(now[`${user}-password`], user).not.toBe(old[`${user}-password`]);
    expect(await openTo(old)).toEqual([]);
  });

  test('are those of the exporters as well', async () => {
    for (const { metadata } of await dataPods(bed, cluster)) {
      const metrics = await bed.podHttp.getText({ namespace, pod: metadata.name, port: 9121 }, '/metrics');
      expect(metrics).toContain('\nredis_up 1\n');
    }
  });

  test('are in the files of every pod as soon as its kubelet looks', { timeout: 180_000 }, async () => {
    const ask = (pods: readonly Pod[], container: 'redis' | 'sentinel') =>
      pods.map(({ metadata: { name: pod } }) => askServer(bed, { namespace, pod, container }, ['ping']));
    const areAnswered = async () => {
      const all = await Promise.allSettled([
        ...ask(await dataPods(bed, cluster), 'redis'),
        ...ask(await sentinelPods(bed, cluster), 'sentinel'),
      ]);
      return all.every((answer) => answer.status === 'fulfilled' && answer.value.trim() === 'PONG');
    };
    await waitUntil(areAnswered, { what: 'the files of all pods', timeoutMs: 150_000, intervalMs: 1_000 });
  });

  test('a master that is lost is replaced with them', { timeout: 180_000 }, async () => {
    await breakUnderLoad(scenario, 'master pod deleted afterwards', {
      cluster,
      name: 'after',
      inject: async () => {
        await bed.kube.delete(resources.pods, { namespace, name: (await masterPod(bed, cluster)).metadata.name });
      },
    });
  });

  test('are changed again while a member is replaced, which takes part', { timeout: 300_000 }, async () => {
    const first = await readInternal();
    const master = (await masterPod(bed, cluster)).metadata.name;
    const replica = (await dataPods(bed, cluster)).find(({ metadata }) => metadata.name !== master)?.metadata.name ?? '';
    await Promise.all([rotate('second'), bed.kube.delete(resources.pods, { namespace, name: replica })]);
    await awaitRest(bed, cluster, 'the second change', 120_000);
    expect(await openTo(first)).toEqual([]);
  });
});

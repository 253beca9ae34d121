import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { installArguments, runHelm } from '../../src/install-chart.ts';
import { livesOf } from '../../src/lives-of.ts';
import { operator, operatorPods } from '../../src/operator.ts';
import { operatorMemoryMb } from '../../src/operator-memory.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { allPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-layout');
const cluster = { namespace, name: 'cart' };
const storage = { size: '1Gi' };
const services = ['autoscaler', 'kafka', 'rabbitmq', 'redis', 'zookeeper'];

type Lease = StoredObject & { readonly spec?: { readonly holderIdentity?: string } };

const upgrade = (settings: Readonly<Record<string, string>>) => runHelm(bed.cluster, [...installArguments(settings), '--reuse-values']);

async function replicasNow(): Promise<string> {
  return String((await operatorPods(bed)).length);
}

let replicas = '';

beforeAll(async () => {
  replicas = await replicasNow();
  await applyRedis(bed, cluster, { storage });
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

afterAll(async () => {
  await upgrade({ replicas: '0' });
  await upgrade({ layout: 'Combined', replicas });
}, 400_000);

test('another layout beside the one that runs is refused, and nothing changes', async () => {
  const before = livesOf(await operatorPods(bed));
  await expect(upgrade({ layout: 'PerService' })).rejects.toThrow('Set replicas: 0');
  expect(livesOf(await operatorPods(bed))).toEqual(before);
  figure('one process for all operators, two replicas: resident', `${(await operatorMemoryMb(bed)).toFixed(0)} MB`);
}, 60_000);

test('with a process for each operator, each leads by a Lease of its own, and no member restarts', async () => {
  const before = livesOf(await allPods(bed, cluster));
  await upgrade({ replicas: '0' });
  await upgrade({ layout: 'PerService', replicas });
  const holders = async () => {
    const leases = await Promise.all(
      services.map((service) =>
        bed.kube.get<Lease>(resources.leases, { namespace: operator.namespace, name: `${operator.lease}-${service}` }),
      ),
    );
    return leases.map((lease) => lease?.spec?.holderIdentity?.split('-operator-')[0]);
  };
  const wanted = services.map((service) => `dataservices-${service}`).join();
  await waitUntil(async () => (await holders()).join() === wanted, { what: 'each operator to lead', timeoutMs: 60_000 });
  await awaitRest(bed, cluster, 'the change of layout');
  expect(livesOf(await allPods(bed, cluster))).toEqual(before);
}, 400_000);

test('they do what is asked for', async () => {
  await applyRedis(bed, cluster, { storage, config: { timeout: 77 } });
  await awaitRest(bed, cluster, 'a changed setting');
  figure('a process for each operator, two replicas: resident', `${(await operatorMemoryMb(bed)).toFixed(0)} MB`);
}, 150_000);

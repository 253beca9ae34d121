import { resources } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/index.ts';
import { listPods } from '../../src/pod.ts';
import type { RabbitmqRef } from '../../src/rabbitmq-object.ts';
import { readSecret } from '../../src/redis-objects-of.ts';
import { fieldManager, type TestBed } from '../../src/test-bed.ts';
import { changeMs, type MeasuredCluster } from './measured-cluster.ts';
import { isVendorWhole, type VendorCluster, type VendorSet, vendorClusters, vendorObject } from './vendor-object.ts';

/** A cluster that the operator of RabbitMQ's vendor runs. */
export function vendorCluster(bed: TestBed, ref: RabbitmqRef): MeasuredCluster {
  const { namespace, name } = ref;
  const bindingSecret = `${name}-default-user`;
  const pods = () => listPods(bed.kube, namespace, `app.kubernetes.io/name=${name},app.kubernetes.io/component=rabbitmq`);
  const awaitWhole = (after: string) => awaitVendor(bed, ref, after);
  return {
    ref,
    bindingSecret,
    pods,
    async admin() {
      const { username: user = '', password = '' } = (await readSecret(bed, { namespace, name: bindingSecret })) ?? {};
      return { user, password };
    },
    async haveSize(replicas) {
      await bed.kube.apply(vendorClusters, vendorObject(ref, replicas), { fieldManager });
      await awaitWhole(`the change to ${replicas}`);
    },
    async awaitLoss() {
      const isLost = async () => !(await readVendor(bed, ref)).isWhole;
      await waitUntil(isLost, { what: 'the loss to be seen', timeoutMs: 30_000, intervalMs: 200 });
    },
    awaitWhole,
    async restart(token) {
      // As `kubectl rollout restart` does.
      const template = { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': token } } };
      await bed.kube.mergePatch(resources.statefulSets, setOf(ref), { spec: { template } });
      await awaitWhole('the restart');
    },
    async remove() {
      await bed.kube.delete(vendorClusters, ref, { propagationPolicy: 'Background' });
      await waitUntil(async () => (await pods()).length === 0, {
        what: `every pod of ${name} to be gone`,
        timeoutMs: 180_000,
        intervalMs: 200,
      });
    },
  };
}

function setOf({ namespace, name }: RabbitmqRef): RabbitmqRef {
  return { namespace, name: `${name}-server` };
}

async function readVendor({ kube }: TestBed, ref: RabbitmqRef) {
  const cluster = await kube.get<VendorCluster>(vendorClusters, ref);
  const set = await kube.get<VendorSet>(resources.statefulSets, setOf(ref));
  return { cluster, set, isWhole: cluster !== undefined && isVendorWhole(cluster, set) };
}

async function awaitVendor(bed: TestBed, ref: RabbitmqRef, after: string): Promise<void> {
  await waitUntil(async () => (await readVendor(bed, ref)).isWhole, {
    what: `${ref.name} to be whole after ${after}`,
    timeoutMs: changeMs,
    intervalMs: 200,
    explain: async () => {
      const { cluster, set } = await readVendor(bed, ref);
      return JSON.stringify([cluster?.status, set?.status], undefined, 1);
    },
  });
}

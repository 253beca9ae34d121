import type { RabbitmqCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/index.ts';
import { asOperator } from '../../src/rabbitmq-api.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, type RabbitmqRef, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { changeMs, type MeasuredCluster, storageSize } from './measured-cluster.ts';

const spec = { storage: { size: storageSize, whenDeleted: 'Delete' }, connections: { spreadAfterJoin: 'Enabled' } };

/** A cluster that the operator of this project runs. */
export function ownCluster(bed: TestBed, ref: RabbitmqRef): MeasuredCluster {
  const pods = () => rabbitmqPods(bed, ref);
  return {
    ref,
    bindingSecret: `${ref.name}-rabbitmq-binding`,
    pods,
    admin: () => asOperator(bed, ref),
    async haveSize(replicas) {
      await applyRabbitmq(bed, ref, { ...spec, replicas });
      await awaitRabbitmqRest(bed, ref, `the change to ${replicas}`, changeMs);
    },
    async awaitLoss(pod) {
      const isLost = ({ status }: RabbitmqCluster) => status.members?.find(({ name }) => name === pod)?.ready === false;
      await awaitRabbitmq(bed, ref, isLost, { what: 'the loss to be seen', timeoutMs: 30_000 });
    },
    awaitWhole: async (after) => void (await awaitRabbitmqRest(bed, ref, after, 180_000)),
    restart: (token) => restart(bed, ref, token),
    async remove() {
      await bed.kube.delete(resources.rabbitmqClusters, ref, { propagationPolicy: 'Background' });
      await waitUntil(async () => (await pods()).length === 0, {
        what: `every pod of ${ref.name} to be gone`,
        timeoutMs: 90_000,
        intervalMs: 200,
      });
    },
  };
}

async function restart(bed: TestBed, ref: RabbitmqRef, token: string): Promise<void> {
  await bed.kube.mergePatch(resources.rabbitmqClusters, ref, { metadata: { annotations: { 'dataservices.dev/restart': token } } });
  const isHandled = ({ status }: RabbitmqCluster) =>
    status.requests?.some((request) => request.token === token && request.state === 'Handled') === true;
  await awaitRabbitmq(bed, ref, isHandled, { what: 'the restart to be handled', timeoutMs: changeMs });
  await awaitRabbitmqRest(bed, ref, 'the restart');
}

import type { Kube } from '@dataservices/kube';
import { createRefusals } from '@dataservices/reconcile';
import { expect, test } from 'vitest';
import { clusterId, founders, kafkaCluster, observed } from '../testing/observed-builder.ts';
import { foundKafka } from '../testing/simulated-kafka.ts';
import { simulatedAdmin } from '../testing/simulated-kafka-admin.ts';
import { orderFounding } from './order-founding.ts';

const kraft = { origin: 'Founded', formed: false, founders };
const given = observed({ cluster: kafkaCluster({}, { clusterId, kraft }), kafka: undefined, quorum: undefined });
const action = { kind: 'order-founding', pod: 'cart-kafka-controller-0', uid: 'one', order: 'found c0ffee x\n' } as const;

/** What is done where the stored status is this one. */
async function ordersWith(status: object): Promise<readonly unknown[]> {
  const patches: unknown[] = [];
  const kube = {
    get: async () => ({ ...given.cluster, status }),
    mergePatch: async (_: unknown, __: unknown, patch: unknown) => void patches.push(patch),
  } as unknown as Kube;
  const admin = simulatedAdmin({ kafka: foundKafka(clusterId, []), running: { brokers: [], controllers: [] } });
  const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} } as never;
  await orderFounding(action, { observed: given, kube, admin, refusals: createRefusals(), log, signal: new AbortController().signal });
  return patches;
}

test('the stored status says the same, in whatever order the server keeps it: the pod is told', async () => {
  const turned = founders.map(({ id, directoryId }) => ({ directoryId, id }));
  expect(await ordersWith({ clusterId, kraft: { ...kraft, founders: turned } })).toEqual([
    { metadata: { uid: 'one', annotations: { 'dataservices.dev/order': action.order } } },
  ]);
});

test.for([
  ['that there is a cluster', { clusterId, kraft: { ...kraft, formed: true } }],
  ['other founders', { clusterId, kraft: { ...kraft, founders: founders.slice(1) } }],
  ['another cluster', { clusterId: 'badcafe', kraft }],
  ['nothing any more', {}],
] as const)('the stored status says %s: nobody is told', async ([, status]) => {
  await expect(ordersWith(status)).rejects.toMatchObject({ code: 'TargetGone' });
});

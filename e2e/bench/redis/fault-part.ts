import { setTimeout as delay } from 'node:timers/promises';
import { type Ref, resources } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/index.ts';
import { type FaultOutcome, runFault } from '../../src/fault-run.ts';
import { hangContainer, killContainer } from '../../src/kill-container.ts';
import type { LoadKind } from '../../src/load-kinds.ts';
import { cutPower, type Fault } from '../../src/node-faults.ts';
import { moveOperatorOff, scaleOperator } from '../../src/operator.ts';
import { awaitRest, type RedisRef } from '../../src/redis-object.ts';
import { masterPod } from '../../src/redis-objects-of.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { watchService } from './service-switch.ts';

/** What is lost, by the name that `--only` knows. */
export const faultTitles = {
  'process-death': 'the master process is killed',
  'pod-loss': 'the master pod is deleted without a grace period',
  'node-loss': "the master's node loses power",
  hang: 'the master process is stopped and goes on after 15 s',
  switch: 'the master pod is deleted in good order',
} as const;
export type FaultName = keyof typeof faultTitles;
export const faultNames = Object.keys(faultTitles) as readonly FaultName[];

export type FaultFigure = Omit<Partial<FaultOutcome>, 'masterBefore'> & {
  /** From the promotion to the Service's endpoint; absent where nobody was promoted, or no operator was there to follow. */
  readonly serviceMs?: number;
  /** Processes that wanted to run in the minute before. */
  readonly load?: number;
};

/** The Service and its clients stay with the old master for as long as no operator is there. */
const kindsAlone: readonly LoadKind[] = ['plain', 'wait', 'pinned'];
const hangMs = 15_000;

/**
 * After an attempt that came to nothing, Sentinel makes none for twice its failover timeout (15 s): the next fault would measure
 * that, and not itself.
 */
const peaceMs = 45_000;

export type FaultInput = { readonly cluster: RedisRef; readonly fault: FaultName; readonly withOperator: boolean; readonly name: string };

/** One fault, on a cluster that is whole before it and after it. */
export async function measureFault(bed: TestBed, { cluster, fault, withOperator, name }: FaultInput): Promise<FaultFigure> {
  const { metadata, spec } = await masterPod(bed, cluster);
  const node = spec.nodeName ?? '';
  // A loss of the operator too would measure something else.
  if (withOperator) await moveOperatorOff(bed, node);
  else await scaleOperator(bed, 0);
  const startMs = performance.now();
  const service = watchService(bed, cluster);
  try {
    const inject = () => injectFault(bed, { namespace: cluster.namespace, name: metadata.name }, fault, node);
    const kinds = withOperator ? {} : { kinds: kindsAlone };
    const { masterBefore: _, ...seen } = await runFault(bed, {
      cluster,
      name,
      avoidNode: node,
      inject,
      awaitsRest: withOperator,
      ...kinds,
    });
    const serviceMs = withOperator ? await service.switchMs((await masterPod(bed, cluster)).metadata.name) : undefined;
    return { ...seen, ...(serviceMs !== undefined && { serviceMs }) };
  } finally {
    await service.stop();
    if (!withOperator) await scaleOperator(bed, 1);
    const { status } = await awaitRest(bed, cluster, name, 120_000);
    if (status.leader === metadata.name) await delay(Math.max(0, peaceMs - (performance.now() - startMs)));
  }
}

async function injectFault(bed: TestBed, master: Required<Ref>, fault: FaultName, node: string): Promise<Fault | undefined> {
  switch (fault) {
    case 'process-death':
      await killContainer(bed, master, 'redis');
      return undefined;
    case 'pod-loss':
      await bed.kube.delete(resources.pods, master, { gracePeriodSeconds: 0 });
      return undefined;
    case 'node-loss':
      return cutPower(bed, node);
    case 'hang':
      return hangFor(await hangContainer(bed, master, 'redis'));
    case 'switch':
      return stopInGoodOrder(bed, master);
  }
}

function hangFor({ heal }: Fault): Fault {
  const startMs = performance.now();
  return {
    heal: async () => {
      await delay(Math.max(0, hangMs - (performance.now() - startMs)));
      await heal();
    },
  };
}

/** A pod that is stopped in good order goes on serving for a while: the gap comes at its end. */
async function stopInGoodOrder({ kube }: TestBed, pod: Required<Ref>): Promise<undefined> {
  const uid = (await kube.get(resources.pods, pod))?.metadata.uid;
  await kube.delete(resources.pods, pod);
  await waitUntil(async () => (await kube.get(resources.pods, pod))?.metadata.uid !== uid, {
    what: `${pod.name} to be gone`,
    timeoutMs: 60_000,
  });
}

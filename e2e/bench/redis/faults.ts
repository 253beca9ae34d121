import { setTimeout as delay } from 'node:timers/promises';
import { type Ref, resources } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/index.ts';
import { type FaultOutcome, runFault } from '../../src/fault-run.ts';
import { killContainer } from '../../src/kill-container.ts';
import { cutPower } from '../../src/node-faults.ts';
import { moveOperatorOff, scaleOperator } from '../../src/operator.ts';
import { awaitRest, type RedisRef } from '../../src/redis-object.ts';
import { masterPod } from '../../src/redis-objects-of.ts';
import type { TestBed } from '../../src/test-bed.ts';

export const faultNames = ['process death', 'pod deletion', 'node loss'] as const;
export type FaultName = (typeof faultNames)[number];

/** Those that find their master without the operator too. */
const kinds = ['plain', 'wait'] as const;
export type BenchOutcome = FaultOutcome<(typeof kinds)[number]>;

export type FaultSeries = {
  readonly fault: FaultName;
  /** Sentinel alone: the same cluster, the same timeouts, no operator. */
  readonly withOperator: boolean;
  readonly outcomes: readonly BenchOutcome[];
};

export type SeriesInput = Omit<FaultSeries, 'outcomes'> & { readonly cluster: RedisRef; readonly repetitions: number };

/**
 * Sentinel starts no failover within twice its failover timeout (15 s) of the last attempt: a fault that comes sooner would measure
 * that, and not itself.
 */
const peaceMs = 45_000;

/** The same fault several times, each on a cluster that is whole again. */
export async function measureSeries(
  bed: TestBed,
  input: SeriesInput,
  onOutcome: (outcome: BenchOutcome, index: number) => Promise<void>,
): Promise<FaultSeries> {
  const outcomes: BenchOutcome[] = [];
  for (let index = 0; index < input.repetitions; index += 1) {
    const outcome = await measureOnce(bed, input, index);
    outcomes.push(outcome);
    await onOutcome(outcome, index);
  }
  return { fault: input.fault, withOperator: input.withOperator, outcomes };
}

async function measureOnce(bed: TestBed, { fault, withOperator, cluster }: SeriesInput, index: number): Promise<BenchOutcome> {
  const node = (await masterPod(bed, cluster)).spec.nodeName ?? '';
  const name = `${fault.replace(' ', '-')}-${withOperator ? 'operator' : 'alone'}-${index}`;
  // A loss of the operator too would measure something else.
  if (withOperator) await moveOperatorOff(bed, node);
  else await scaleOperator(bed, 0);
  const startMs = performance.now();
  try {
    const inject = () => injectFault(bed, cluster, fault, node);
    return await runFault(bed, { cluster, name, kinds, avoidNode: node, inject, awaitsRest: withOperator });
  } finally {
    if (!withOperator) await scaleOperator(bed, 1);
    await awaitRest(bed, cluster, name, 120_000);
    await delay(Math.max(0, peaceMs - (performance.now() - startMs)));
  }
}

async function injectFault(bed: TestBed, cluster: RedisRef, fault: FaultName, node: string) {
  const { metadata } = await masterPod(bed, cluster);
  const master = { namespace: cluster.namespace, name: metadata.name };
  switch (fault) {
    case 'process death':
      await killContainer(bed, master, 'redis');
      return undefined;
    case 'pod deletion':
      await bed.kube.delete(resources.pods, master);
      return awaitGone(bed, master, metadata.uid);
    case 'node loss':
      return cutPower(bed, node);
  }
}

/** A pod that is stopped in good order goes on serving for a while: the gap comes at its end. */
async function awaitGone({ kube }: TestBed, pod: Ref, uid: string): Promise<undefined> {
  await waitUntil(async () => (await kube.get(resources.pods, pod))?.metadata.uid !== uid, {
    what: `${pod.name} to be gone`,
    timeoutMs: 60_000,
  });
}

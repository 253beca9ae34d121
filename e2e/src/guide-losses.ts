import { setTimeout as delay } from 'node:timers/promises';
import { type Ref, resources } from '@dataservices/kube';
import { expect } from 'vitest';
import { waitUntil } from '../cluster/src/index.ts';
import { formatSeconds } from './format-table.ts';
import type { GuideName } from './guide-images.ts';
import { awaitWrites } from './load.ts';
import type { LoadHandle, LoadState } from './load-handle.ts';
import { isPodReady, type Pod, readPod } from './pod.ts';
import type { Scenario } from './scenario.ts';
import type { TestBed } from './test-bed.ts';

/** What all loads say in the end. */
type Summary = Pick<LoadState, 'acknowledged' | 'errors'> & {
  readonly lost: number | null;
  readonly undelivered?: number;
  /** There more than once, of Kafka. */
  readonly duplicates?: number;
  /** Delivered more than once, of RabbitMQ and Kafka. */
  readonly repeated?: number;
  readonly verifyError?: string;
};
export type GuideLoads = Partial<Readonly<Record<GuideName, LoadHandle<Summary>>>>;

/** Longer than an election and a reconnect: the gap of one loss must not be counted for the next. */
const calmMs = 3_000;
/** A client may spend as long as that on what it had queued, or on a pause that began before another led. */
const returnMs = 60_000;
const replaceMs = 120_000;

export type GuideLoss = {
  /** What the pod is to the cluster, as figures name it. */
  readonly title: string;
  readonly pod: string;
  /** How long a client may go without an acknowledged write. */
  readonly promisedGapMs: number;
  readonly awaitRest: () => Promise<unknown>;
};

/**
 * A pod is lost at once and without a farewell while clients write by their guides. Fails where one of them does not write again in time, or still has
 * errors when the cluster is whole again.
 */
export async function loseUnderGuides({ bed, namespace, figure }: Scenario, loads: GuideLoads, loss: GuideLoss): Promise<void> {
  const { title, pod, promisedGapMs, awaitRest } = loss;
  const entries = Object.entries(loads);
  await Promise.all(entries.map(([, load]) => load.mark(title)));
  await replacePod(bed, { namespace, name: pod });
  await awaitRest();
  await delay(calmMs);
  const gaps = await Promise.all(
    entries.map(async ([name, load]) => {
      const before = await awaitReturn(load);
      const { errors } = await awaitWrites(bed, { namespace }, load, before.acknowledged + 50);
      const gapMs = (await load.state()).marks.at(-1)?.gapMs ?? Number.POSITIVE_INFINITY;
      const failed = Object.entries(errors).map(([error, count]) => `${error} ${count}`);
      figure(
        `${name}, ${title}`,
        `gap ${formatSeconds(gapMs)}, failed: ${failed.join(', ') || 'none'}`,
        `gap ${formatSeconds(promisedGapMs, 0)}`,
      );
      expect({ name, errors }, 'no error after recovery').toEqual({ name, errors: before.errors });
      return { name, gapMs };
    }),
  );
  expect(gaps.filter(({ gapMs }) => gapMs > promisedGapMs)).toEqual([]);
}

/** Returns when another is ready in its place: until then, all may seem well. */
async function replacePod({ kube }: TestBed, ref: Required<Ref>): Promise<void> {
  const { metadata } = await readPod(kube, ref);
  await kube.delete(resources.pods, ref, { gracePeriodSeconds: 0 });
  const isBack = async () => {
    const pod = await kube.get<Pod>(resources.pods, ref);
    return pod !== undefined && pod.metadata.uid !== metadata.uid && isPodReady(pod);
  };
  await waitUntil(isBack, { what: `another ${ref.name} to be ready`, timeoutMs: replaceMs, intervalMs: 200 });
}

/** Writes whose gap since the mark is over. */
function awaitReturn(load: LoadHandle<Summary>): Promise<LoadState> {
  const over = async () => {
    const state = await load.state();
    return (state.marks.at(-1)?.firstSuccessAfterMs ?? null) !== null && state;
  };
  return waitUntil(over, {
    what: `${load.name} to write again`,
    timeoutMs: returnMs,
    intervalMs: 200,
    explain: async () => JSON.stringify(await load.state()),
  });
}

/** Ends the clients. Fails where what one of them was told to be written is not there, or was not delivered to it. */
export async function expectNoneLostByGuides({ figure }: Scenario, loads: GuideLoads): Promise<void> {
  for (const [name, load] of Object.entries(loads)) {
    const { lost, acknowledged, errors, undelivered = 0, duplicates = 0, repeated = 0, verifyError } = await load.finish();
    const failed = Object.entries(errors).map(([error, count]) => `${error} ${count}`);
    figure(
      `${name}: acknowledged writes lost`,
      `${lost} of ${acknowledged}, there twice ${duplicates}, delivered again ${repeated}, failed: ${failed.join(', ') || 'none'}`,
      '0',
    );
    expect({ name, lost, undelivered, verifyError }).toEqual({ name, lost: 0, undelivered: 0, verifyError: undefined });
    await load.remove();
  }
}

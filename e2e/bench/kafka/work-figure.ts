import { loadavg } from 'node:os';
import { timeBelowMinIsr } from '../../src/below-min-isr.ts';
import { gapUnderKafkaLoad } from '../../src/kafka-gap.ts';
import { type KafkaLoad, startKafkaLoad } from '../../src/kafka-load.ts';
import { type KafkaRef, kafkaPods } from '../../src/kafka-object.ts';
import { deleteTopicByConsole } from '../../src/kafka-tools.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { restartsBetween } from '../restarts-between.ts';
import type { Moved, Passenger } from './moved-data.ts';
import { bootstrapOf, storedOn } from './stored-data.ts';

/** What clients saw of one piece of work, and what it cost the servers. */
export type WorkFigure = {
  /** From the request to the end of all work. */
  readonly durationMs: number;
  /** For how long the partition that went longest without an acknowledged record did, of six at 60 records a second. */
  readonly gapMs: number;
  readonly acknowledged: number;
  /** Records that ended with an error, or with no answer. */
  readonly failed: number;
  /** Acknowledged records that the topic does not have; null where it could not be read back. */
  readonly lost: number | null;
  /** Within which 99 of 100 records were acknowledged; null without any. */
  readonly p99Ms: number | null;
  /** For how long a partition had fewer replicas in sync than it must have for a write. */
  readonly belowMinIsrMs: number;
  /** Of brokers and controllers that were there before and are there afterwards. */
  readonly restarts: number;
  /** Null where no broker came or went. */
  readonly moved: Moved | null;
  /** Processes that wanted to run in the minute before. */
  readonly load: number;
};

export type Work = {
  /** Returns when the work is over: for how many milliseconds data was moved, where it was. */
  readonly act: () => Promise<number | undefined>;
  /** Whose data is moved. */
  readonly passenger?: Passenger;
  /** Makes the cluster as it was, with nobody looking. */
  readonly after?: () => Promise<void>;
};

const recordBytes = 1_000;

type Loaded = { readonly cluster: KafkaRef; readonly name: string; readonly load: KafkaLoad };

/** @param prepare looks at what is there under load, outside the time that the work takes */
export async function measureWork(
  bed: TestBed,
  { cluster, name }: Omit<Loaded, 'load'>,
  prepare: () => Promise<Work>,
): Promise<WorkFigure> {
  const [load1 = Number.NaN] = loadavg();
  const load = await startKafkaLoad(bed, { cluster, name, bytes: recordBytes });
  const work = await prepare();
  const before = await kafkaPods(bed, cluster);
  const seen = await timeWork(bed, { cluster, name, load }, work);
  const after = await kafkaPods(bed, cluster);
  const { acknowledged, lost, errors, p99Ms } = await load.finish();
  // Not after a failure: then the clients' logs are evidence.
  await load.remove();
  await deleteTopicByConsole(bed, cluster, { bootstrap: await bootstrapOf(bed, cluster), topic: name });
  await work.after?.();
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  return { ...seen, acknowledged, failed, lost, p99Ms, restarts: restartsBetween(before, after), load: load1 };
}

async function timeWork(
  bed: TestBed,
  { cluster, name, load }: Loaded,
  { act, passenger }: Work,
): Promise<Pick<WorkFigure, 'durationMs' | 'gapMs' | 'belowMinIsrMs' | 'moved'>> {
  const storedIf = async (when: Passenger['stores']) => (passenger?.stores === when ? storedOn(bed, cluster, passenger.pod) : 0);
  const storedBefore = await storedIf('before');
  let [durationMs, moveMs, belowMinIsrMs]: (number | undefined)[] = [];
  const timed = async () => {
    const startMs = performance.now();
    moveMs = await act();
    durationMs = Math.round(performance.now() - startMs);
  };
  const watched = async () => {
    belowMinIsrMs = await timeBelowMinIsr(bed, cluster, timed);
  };
  const gapMs = await gapUnderKafkaLoad(bed, { cluster, load, title: name, act: watched });
  const moved = passenger === undefined ? null : { bytes: storedBefore + (await storedIf('after')), ms: moveMs ?? 0 };
  return { durationMs: durationMs ?? Number.NaN, gapMs, belowMinIsrMs: belowMinIsrMs ?? Number.NaN, moved };
}

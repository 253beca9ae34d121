import { loadavg } from 'node:os';
import { gapUnderKafkaLoad } from '../../src/kafka-gap.ts';
import { type KafkaLoad, startKafkaLoad } from '../../src/kafka-load.ts';
import { type KafkaRef, kafkaPods } from '../../src/kafka-object.ts';
import { deleteTopicByConsole } from '../../src/kafka-tools.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { restartsBetween } from '../restarts-between.ts';
import { type Moved, type Mover, timeOfRule } from './moved-data.ts';
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
  /** Of brokers and controllers that were there before and are there afterwards. */
  readonly restarts: number;
  /** Null where no broker came or went. */
  readonly moved: Moved | null;
  /** Processes that wanted to run in the minute before. */
  readonly load: number;
};

export type Work = {
  /** Returns when the work is over. */
  readonly act: () => Promise<void>;
  readonly mover?: Mover;
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
  const { acknowledged, lost, errors } = await load.finish();
  // Not after a failure: then the clients' logs are evidence.
  await load.remove();
  await deleteTopicByConsole(bed, cluster, { bootstrap: await bootstrapOf(bed, cluster), topic: name });
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  return { ...seen, acknowledged, failed, lost, restarts: restartsBetween(before, after), load: load1 };
}

async function timeWork(
  bed: TestBed,
  { cluster, name, load }: Loaded,
  { act, mover }: Work,
): Promise<Pick<WorkFigure, 'durationMs' | 'gapMs' | 'moved'>> {
  const storedIf = async (when: Mover['isThere']) => (mover?.isThere === when ? storedOn(bed, cluster, mover.pod) : 0);
  const storedBefore = await storedIf('before');
  let durationMs = Number.NaN;
  const timed = async () => {
    const startMs = performance.now();
    await act();
    durationMs = Math.round(performance.now() - startMs);
  };
  let ruleMs = 0;
  const watched = async () => {
    if (mover === undefined) await timed();
    else ruleMs = await timeOfRule(bed, cluster, mover, timed);
  };
  const gapMs = await gapUnderKafkaLoad(bed, { cluster, load, title: name, act: watched });
  const moved = mover === undefined ? null : { bytes: storedBefore + (await storedIf('after')), ms: ruleMs };
  return { durationMs, gapMs, moved };
}

import type { KafkaAdmin, Target, VoterAddress } from '../client/port.ts';

/** A cluster of three brokers and three controllers, which may be the same nodes, with an authorizer and nothing in it. */
export type KafkaBed = {
  readonly admin: KafkaAdmin;
  readonly brokers: readonly [Target, Target, Target];
  /** Where a controller listens to the others. */
  readonly addressOf: (id: number) => Pick<VoterAddress, 'listener' | 'host' | 'port'>;
  readonly stopBroker: (id: number) => Promise<void>;
  readonly startBroker: (id: number) => void;
  /** Starts what has ended by itself. Absent where Kafka gives it no reason to. */
  readonly startEnded?: () => void;
  /** A moment goes by. */
  readonly pass: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** Three virtual machines on a processor that is busy with other things. */
export const startMs = 240_000;

/** Awaits what Kafka does by itself. */
export async function until<T>(
  { pass }: Pick<KafkaBed, 'pass'>,
  what: string,
  check: () => Promise<T | false | undefined>,
  limitMs = 60_000,
): Promise<T> {
  const endMs = performance.now() + limitMs;
  let failure: unknown;
  while (performance.now() < endMs) {
    const found = await check().catch((error: unknown) => {
      failure = error;
      return undefined;
    });
    if (found !== undefined && found !== false) return found;
    await pass();
  }
  throw new Error(`waited in vain for ${what}`, { cause: failure });
}

export async function untilServing(bed: KafkaBed): Promise<void> {
  const isWhole = async () => {
    const { brokers } = await bed.admin.describeCluster();
    return brokers.length === 3 && brokers.every(({ isFenced }) => !isFenced);
  };
  await until(bed, 'three brokers that serve', isWhole, startMs);
}

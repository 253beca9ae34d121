import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connectKafka } from '../../operators/kafka/src/client/connect-kafka.ts';
import { until } from '../../operators/kafka/src/testing/kafka-bed.ts';
import { busyPart } from './busy-part.ts';
import { makePatientPair, type PatientPair } from './patient-pair.ts';

const pace = { pass: () => delay(100) };

/** Two virtual machines on a processor that is busy with other things, one of them twice. */
const startMs = 240_000;

/** Kafka begins to spin within two seconds after it has lost its controller, if it does: the rest of these counts. */
const intervalMs = 10_000;

/** What is measured of a thread that does. Of others it is more on a busy machine, where they wait for a processor each time they wake. */
const spinning = 1;

/** The thread that looks for a controller, and follows it. */
const raftThread = 'kafka-0-raft-io';

/** As the operator configures it, whatever Kafka's own defaults do to it. */
export function testPatience(version: string): void {
  test(
    'a broker takes no processor while no controller answers, at the start and later, and goes on with one that is back',
    async () => {
      await using pair = await makePatientPair(version);
      const isServing = async () => {
        const admin = connectKafka({ brokers: [{ nodeId: 0, pod: 'kafka-0', ip: '127.0.0.1', port: pair.port }], timeoutMs: 5_000 });
        try {
          const { brokers } = await admin.describeCluster();
          const quorum = await admin.describeQuorum();
          return brokers.some(({ id, isFenced }) => id === 0 && !isFenced) && quorum.leaderId !== undefined && quorum.epoch;
        } finally {
          await admin.close();
        }
      };
      pair.broker.start();
      await until(pace, 'the search for a controller', async () => isSearching(pair), startMs);
      expect(await busyPart(pair.broker.pid ?? 0, raftThread, intervalMs)).toBeLessThan(spinning / 2);
      pair.controller.start();
      const epoch = await until(pace, 'the broker to serve', isServing, startMs);
      await pair.controller.end('SIGKILL');
      expect(await busyPart(pair.broker.pid ?? 0, raftThread, intervalMs)).toBeLessThan(spinning / 2);
      pair.controller.start();
      const isBack = async () => ((await isServing()) || 0) > epoch;
      await until(pace, 'the broker to follow the controller again', isBack, startMs);
    },
    3 * startMs,
  );
}

function isSearching({ brokerLog }: PatientPair): boolean {
  return brokerLog().includes('could not be established');
}

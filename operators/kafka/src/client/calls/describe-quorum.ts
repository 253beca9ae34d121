import type { QuorumView, ReplicaOfQuorumView } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, int16, int32, int64, nullableString, string, struct, uint16, uuid, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const replica = struct({ id: int32, directoryId: uuid, logEnd: int64, lastFetchMs: int64, lastCaughtUpMs: int64 });
const partition = struct({
  partition: int32,
  error: int16,
  message: nullableString,
  leaderId: int32,
  epoch: int32,
  highWatermark: int64,
  voters: array(replica),
  observers: array(replica),
});
const request = struct({ topics: array(struct({ topic: string, partitions: array(struct({ partition: int32 })) })) });
const answer = struct({
  error: int16,
  message: nullableString,
  topics: array(struct({ topic: string, partitions: array(partition) })),
  nodes: array(struct({ id: int32, listeners: array(struct({ name: string, host: string, port: uint16 })) })),
});

export const quorumApi: Api<ValueOf<typeof request>, ValueOf<typeof answer>> = {
  key: 55,
  name: 'DescribeQuorum',
  versions: [{ version: 2, request, answer }],
};

const metadataLog = { topics: [{ topic: '__cluster_metadata', partitions: [{ partition: 0 }] }] };
const isUnknown = -1;

export async function describeQuorum(ask: Ask): Promise<QuorumView> {
  const whole = await ask(quorumApi, metadataLog);
  checkAnswer('describing the quorum', whole);
  const log = whole.topics[0]?.partitions[0];
  checkAnswer('describing the quorum', log ?? { error: isUnknown });
  if (log === undefined) throw new TypeError('unreachable: without an answer there is an error');
  const leader = log.voters.find(({ id }) => id === log.leaderId);
  const viewOf = (of: ValueOf<typeof replica>) => replicaView(of, leader);
  return {
    leaderId: log.leaderId < 0 ? undefined : log.leaderId,
    epoch: log.epoch,
    highWatermark: log.highWatermark,
    voters: log.voters.map(viewOf),
    observers: log.observers.map(viewOf),
  };
}

type Replica = ValueOf<typeof replica>;

function replicaView({ id, directoryId, logEnd, lastCaughtUpMs }: Replica, leader: Replica | undefined): ReplicaOfQuorumView {
  // A leader that has gone on to be removed is no voter any more: then nobody's distance is known.
  const isKnown = leader !== undefined && logEnd >= 0;
  return {
    id,
    directoryId,
    lag: isKnown ? Math.max(0, leader.logEnd - logEnd) : Number.POSITIVE_INFINITY,
    sinceCaughtUpMs: leader === undefined || lastCaughtUpMs < 0 ? undefined : Math.max(0, leader.lastCaughtUpMs - lastCaughtUpMs),
  };
}

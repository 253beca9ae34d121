import type { ClusterView } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, bool, int8, int16, int32, nullableString, string, struct } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const head = { throttleMs: int32, error: int16, message: nullableString, endpointType: int8, clusterId: string, controllerId: int32 };
const broker = { id: int32, host: string, port: int32, rack: nullableString };

type Request = { readonly withOperations: boolean; readonly endpointType: number; readonly withFenced: boolean };
type Answer = {
  readonly error: number;
  readonly message: string | null;
  readonly clusterId: string;
  readonly brokers: readonly {
    readonly id: number;
    readonly host: string;
    readonly port: number;
    readonly rack: string | null;
    readonly isFenced?: boolean;
  }[];
};

export const clusterApi: Api<Request, Answer> = {
  key: 60,
  name: 'DescribeCluster',
  versions: [
    {
      version: 2,
      request: struct({ withOperations: bool, endpointType: int8, withFenced: bool }),
      answer: struct({ ...head, brokers: array(struct({ ...broker, isFenced: bool })), operations: int32 }),
    },
    {
      version: 1,
      request: struct({ withOperations: bool, endpointType: int8 }),
      answer: struct({ ...head, brokers: array(struct(broker)), operations: int32 }),
    },
  ],
};

const brokers = 1;

export async function describeCluster(ask: Ask): Promise<ClusterView> {
  const answer = await ask(clusterApi, { withOperations: false, endpointType: brokers, withFenced: true });
  checkAnswer('describing the cluster', answer);
  return {
    clusterId: answer.clusterId,
    brokers: answer.brokers
      .map(({ id, host, port, rack, isFenced = false }) => ({ id, host, port, rack: rack ?? undefined, isFenced }))
      .sort((a, b) => a.id - b.id),
  };
}

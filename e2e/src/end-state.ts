import type { RedisCluster } from '@dataservices/api';
import { expect } from 'vitest';
import { askInfo } from './ask-server.ts';
import { forbiddenRequests } from './forbidden-requests.ts';
import { operatorPods } from './operator.ts';
import { isPodReady, type Pod } from './pod.ts';
import { type RedisRef, readRedis } from './redis-object.ts';
import { dataPods, sentinelPods } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

type Info = ReadonlyMap<string, string>;

/** How a cluster is, as its servers say themselves. Who leads is no part of it. */
export type EndState = {
  readonly clusterId: string | undefined;
  readonly readyPods: number;
  readonly masters: number;
  /** Those that follow the one master and hold as many keys as it does. */
  readonly replicasInStep: number;
  /** Those that name the one master and know of all the others. */
  readonly sentinelsThatAgree: number;
};

export async function readEndState(bed: TestBed, ref: RedisRef): Promise<EndState> {
  const [cluster, data, sentinels] = await Promise.all([readRedis(bed, ref), dataPods(bed, ref), sentinelPods(bed, ref)]);
  const [members, views] = await Promise.all([infoOf(bed, data, 'redis'), infoOf(bed, sentinels, 'sentinel')]);
  const masters = [...members].filter(([, info]) => info.get('role') === 'master');
  const [leader, ownInfo] = masters[0] ?? [];
  const follows = (info: Info) =>
    info.get('master_host')?.split('.')[0] === leader &&
    info.get('master_link_status') === 'up' &&
    info.get('master_sync_in_progress') === '0' &&
    keysOf(info) === keysOf(ownInfo);
  const names = (info: Info) => {
    const watched = info.get('master0') ?? '';
    return watched.includes(`address=${leader}.`) && watched.includes('status=ok') && watched.endsWith(`sentinels=${sentinels.length}`);
  };
  return {
    clusterId: cluster.status.clusterId,
    readyPods: [...data, ...sentinels].filter(isPodReady).length,
    masters: masters.length,
    replicasInStep: [...members.values()].filter(follows).length,
    sentinelsThatAgree: [...views.values()].filter(names).length,
  };
}

/** As it is when nothing ever happened to it. */
export function wholeState({ spec, status }: RedisCluster): EndState {
  return {
    clusterId: status.clusterId,
    readyPods: spec.replicas + spec.sentinel.replicas,
    masters: 1,
    replicasInStep: spec.replicas - 1,
    sentinelsThatAgree: spec.sentinel.replicas,
  };
}

/** What must not have become more: restarts of operators, and requests that the API server forbade them. */
export type OperatorHealth = { readonly restarts: number; readonly forbidden: number };

export async function readOperatorHealth(bed: TestBed): Promise<OperatorHealth> {
  const statuses = (await operatorPods(bed)).flatMap(({ status }) => status?.containerStatuses ?? []);
  const restarts = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  return { restarts, forbidden: await forbiddenRequests(bed) };
}

/** Sentinels hear of each other, and of replicas, only every few seconds. */
const agreementMs = 30_000;

/** Fails unless the cluster ends as one that nothing happened to, with the identity that it had, and with operators as well as they were. */
export async function expectWhole(
  bed: TestBed,
  ref: RedisRef,
  before: { readonly clusterId: string | undefined } & OperatorHealth,
): Promise<void> {
  const expected = { ...wholeState(await readRedis(bed, ref)), clusterId: before.clusterId };
  await expect.poll(() => readEndState(bed, ref), { timeout: agreementMs, interval: 500 }).toEqual(expected);
  const { restarts, forbidden } = await readOperatorHealth(bed);
  expect({ restarts: Math.max(restarts, before.restarts), forbidden: Math.max(forbidden, before.forbidden) }).toEqual({
    restarts: before.restarts,
    forbidden: before.forbidden,
  });
}

/** What each pod that answers says; one that does not is missing, and so counts for nothing. */
async function infoOf(bed: TestBed, pods: readonly Pod[], container: 'redis' | 'sentinel'): Promise<ReadonlyMap<string, Info>> {
  const ask = ({ metadata: { namespace = '', name } }: Pod) => askInfo(bed, { namespace, pod: name, container });
  const answers = await Promise.allSettled(pods.map(ask));
  const entries = pods.flatMap(({ metadata }, index) => {
    const answer = answers[index];
    return answer?.status === 'fulfilled' ? [[metadata.name, answer.value] as const] : [];
  });
  return new Map(entries);
}

function keysOf(info: Info | undefined): string {
  return info?.get('db0')?.split(',')[0] ?? 'keys=0';
}

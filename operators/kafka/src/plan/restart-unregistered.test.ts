import type { KafkaClusterStatus } from '@dataservices/api';
import type { PodView } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { status } from '../status.ts';
import { formed, kafka, kafkaCluster, nowMs, observed, quorum, serving, unreachable, withPod } from '../testing/observed-builder.ts';
import { decisionOf } from '../testing/situation.ts';
import { plan } from './plan.ts';

const rule = 'RestartUnregistered';
const minuteMs = 60_000;
const ago = (minutes: number) => new Date(nowMs - minutes * minuteMs).toISOString();

type Given = {
  /** For how many minutes the operation says so. Undefined: it says something else. */
  readonly waited?: number;
  readonly restarts?: number;
  /** Of broker 3. */
  readonly runs?: number;
  readonly pod?: Partial<PodView>;
  readonly changes?: Partial<Observed>;
};

/** Five brokers, of which 3 runs, is reached by nobody and is not registered. */
function given({ waited = 2, restarts = 0, runs = 4, pod = {}, changes = {} }: Given = {}): Observed {
  const operation = { rule, reason: rule, message: '', since: ago(waited) };
  const kraft = { ...formed.kraft, spreadOver: [0, 1, 2, 4], ...(restarts > 0 && { restarted: [{ id: 3, times: restarts }] }) };
  const known: Partial<KafkaClusterStatus> = { ...formed, kraft, ...(waited > 0 && { operation }) };
  const state = observed({ cluster: kafkaCluster({ replicas: 5 }, known), kafka: kafka('0124') });
  const running = { isReady: false, serverStartedMs: nowMs - runs * minuteMs, ...pod };
  const silent = withPod(state, 'cart-kafka-3', running);
  const brokers = silent.brokers.map((member) => (member.ordinal === 3 ? { ...member, server: unreachable } : member));
  return { ...silent, brokers, ...changes };
}

const restart = ['delete-pod cart-kafka-3'];
const nobodyKnows = (broker: number) => ({ kafka: kafka([...'01234'].filter((id) => Number(id) !== 3 && Number(id) !== broker).join('')) });

describe(rule, () => {
  test.for<readonly [string, Observed, readonly string[]]>([
    ['a broker that the cluster has not known for minutes', given(), restart],
    ['not before the controllers have been seen to agree for a minute', given({ waited: 0.5 }), []],
    ['nor when something else was done just before', given({ waited: 0 }), []],
    ['once more, after twice as long', given({ restarts: 1, runs: 6 }), restart],
    ['and at the latest after half an hour', given({ restarts: 20, runs: 30 }), restart],
    ['whoever else cannot run at all', withPod(given({ changes: nobodyKnows(4) }), 'cart-kafka-4', { isServerRunning: false }), restart],
  ])('%s', ([, state, actions]) => {
    expect(decisionOf(state)).toEqual({ rule, actions });
  });

  const recovers = { kafka: kafka('01234', [], {}, '3') };
  const isServing = { brokers: given().brokers.map((member) => (member.ordinal === 3 ? { ...member, server: serving } : member)) };
  const isUntold = {
    brokers: given().brokers.map(({ rack, ...member }) => (member.ordinal === 3 || rack === undefined ? member : { ...member, rack })),
  };
  test.for<readonly [string, Observed]>([
    ['it recovers its logs, however long it takes', given({ runs: 600, changes: recovers })],
    ['there is no quorum', given({ changes: { quorum: quorum('') } })],
    ['most controllers do not follow yet', given({ changes: { quorum: { ...quorum('012'), highWatermark: -1 } } })],
    ['the operator is cut off from the brokers', given({ changes: { kafka: undefined } })],
    ['the operator is cut off from everybody', given({ changes: { kafka: undefined, quorum: undefined } })],
    ['it has just started', given({ runs: 2 })],
    ['it has just been restarted for this', given({ restarts: 1, runs: 4 })],
    ['nobody says since when it runs', given({ pod: { serverStartedMs: Number.NaN } })],
    ['its kubelet reaches it', given({ pod: { isReady: true } })],
    ['the operator reaches it', given({ changes: isServing })],
    ['nobody hears of its node', given({ pod: { isNodeLost: true } })],
    ['it is on its way out', given({ pod: { isTerminating: true } })],
    ['it waits to be told where it stands', given({ changes: isUntold })],
    ['another has just been restarted', withPod(given({ changes: nobodyKnows(4) }), 'cart-kafka-4', { serverStartedMs: nowMs - 1 })],
    ['another is on its way out', withPod(given({ changes: nobodyKnows(4) }), 'cart-kafka-4', { isTerminating: true })],
  ])('nobody while %s', ([, state]) => {
    expect(decisionOf(state).rule).not.toBe(rule);
  });

  const restartedIn = (state: Observed) => status(state, plan(state), { problems: [] }).kraft?.restarted;

  test.for<readonly [string, Observed, unknown]>([
    ['the first time', given(), [{ id: 3, times: 1 }]],
    ['each time', given({ restarts: 1, runs: 6 }), [{ id: 3, times: 2 }]],
    ['while it starts', given({ restarts: 1, runs: 1 }), [{ id: 3, times: 1 }]],
    ['while no broker answers', given({ restarts: 1, changes: { kafka: undefined } }), [{ id: 3, times: 1 }]],
    ['until it has registered', given({ restarts: 1, changes: recovers }), undefined],
    ['not before it was restarted', given({ waited: 0 }), undefined],
  ])('how often is written down: %s', ([, state, expected]) => {
    expect(restartedIn(state)).toEqual(expected);
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import type { KubeClient } from '@dataservices/kube';
import { waitUntil } from '../../../cluster/src/wait-until.ts';
import type { Spread } from '../../../src/statistics.ts';
import { spreadOfRuns } from '../spread-of-runs.ts';
import { followReplicas, type ReplicaChanges } from './change-replicas.ts';
import { followHolder } from './follow-holder.ts';
import { type OperatorBench, operatorInput } from './operator-bench.ts';
import { type EndSignal, type OperatorProcess, startOperator } from './operator-process.ts';
import { within } from './within.ts';

export type TakeOverFigure = {
  readonly end: EndSignal;
  /** From the signal to the leading process until the Lease names another holder. */
  readonly leaseMs: Spread;
  /** Until a change that nobody was there to see has its effect. */
  readonly effectMs: Spread;
};

export type TakeOverRuns = {
  /** With one custom resource at least, reconciled. */
  readonly namespace: string;
  readonly end: EndSignal;
  readonly repetitions: number;
};

type TakeOver = { readonly leaseMs: number; readonly effectMs: number };

const leads = /^leader_election_master_status\{/;
/** Longer than a candidate waits between two looks at the Lease: so the signal comes at any point of that wait. */
const settleMs = 5_000;

/** How long nobody leads. Of two processes the leading one is ended, and another one started in its place. */
export async function measureTakeOver(bench: OperatorBench, { namespace, end, repetitions }: TakeOverRuns): Promise<TakeOverFigure> {
  const start = () => startOperator(operatorInput(bench, namespace));
  const replicas = followReplicas(bench.kube, namespace);
  const operators: OperatorProcess[] = [];
  try {
    const found: TakeOver[] = [];
    while (found.length < repetitions) {
      while (operators.length < 2) operators.push(await start());
      const leader = await awaitPair(operators);
      operators.splice(operators.indexOf(leader), 1);
      found.push(await takeOver(bench.kube, namespace, { replicas, stopLeader: () => leader.stop(end) }));
    }
    return {
      end,
      leaseMs: spreadOfRuns(found.map(({ leaseMs }) => leaseMs)),
      effectMs: spreadOfRuns(found.map(({ effectMs }) => effectMs)),
    };
  } finally {
    await replicas.stop();
    await Promise.all(operators.map((operator) => operator.stop('SIGTERM')));
  }
}

type TakeOverInput = { readonly replicas: ReplicaChanges; readonly stopLeader: () => Promise<void> };

async function takeOver(kube: KubeClient, namespace: string, { replicas, stopLeader }: TakeOverInput): Promise<TakeOver> {
  const lease = await followHolder(kube, namespace);
  try {
    const startMs = performance.now();
    const successor = lease.another();
    await stopLeader();
    const [effect, leaseMs] = await Promise.all([replicas.change(0), within(60_000, 'another leader', successor)]);
    return { leaseMs: leaseMs - startMs, effectMs: effect.childMs - startMs };
  } finally {
    await lease.stop();
  }
}

/** Until one leads and the other could. @returns the one that leads */
async function awaitPair(operators: readonly OperatorProcess[]): Promise<OperatorProcess> {
  const leader = await waitUntil(
    async () => {
      const ready = await Promise.all(operators.map((operator) => operator.isReady()));
      const status = await Promise.all(operators.map((operator) => operator.metric(leads)));
      return ready.every((isReady) => isReady) && operators[status.indexOf(1)];
    },
    { what: 'an operator to lead and another one to be ready', timeoutMs: 60_000 },
  );
  await delay(settleMs);
  return leader;
}

import { join } from 'node:path';
import { waitUntil } from '../../cluster/src/index.ts';
import type { OperatorBench } from './measure-operator.ts';
import { namespace } from './memcached-objects.ts';
import { type OperatorProcess, startOperator } from './operator-process.ts';

export type TakeOverFigure = { readonly end: 'SIGTERM' | 'SIGKILL'; readonly ms: readonly number[] };

const leads = /^leader_election_master_status\{/;
const firstPort = 18_082;

/** How long nobody leads: from the signal to the leading process until another one leads. */
export async function measureTakeOver(bench: OperatorBench, end: TakeOverFigure['end'], repetitions: number): Promise<TakeOverFigure> {
  let port = firstPort;
  const start = () => {
    port += 1;
    return startOperator({ ...bench, port, leaseNamespace: namespace, logPath: join(bench.folder, 'operator.log') });
  };
  const operators = [await start(), await start()];
  const ms: number[] = [];
  for (let round = 0; round < repetitions; round += 1) {
    const leader = await awaitLeader(operators);
    operators.splice(operators.indexOf(leader), 1);
    const startMs = performance.now();
    const ended = leader.stop(end);
    await awaitLeader(operators);
    ms.push(performance.now() - startMs);
    await ended;
    operators.push(await start());
  }
  await Promise.all(operators.map((operator) => operator.stop('SIGTERM')));
  return { end, ms };
}

function awaitLeader(operators: readonly OperatorProcess[]): Promise<OperatorProcess> {
  return waitUntil(
    async () => {
      for (const operator of operators) if ((await operator.metric(leads)) === 1) return operator;
      return undefined;
    },
    { what: 'an operator to lead', timeoutMs: 60_000, intervalMs: 10 },
  );
}

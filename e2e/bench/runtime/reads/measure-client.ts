import type { Spread } from '../../../src/statistics.ts';
import { spreadOfRuns } from '../spread-of-runs.ts';
import type { Client, ClientCost, ClientTask } from './client-process.ts';
import { runMeasured } from './run-measured.ts';
import { podName } from './sample-pod.ts';

export type ClientFigure = {
  readonly task: ClientTask;
  readonly client: Client;
  readonly ms: Spread;
  readonly cpuMs: Spread;
  readonly sockets: Spread;
  readonly objectsPerSecond: Spread;
};

export type ClientBench = { readonly kubeconfig: string; readonly namespace: string; readonly pods: number; readonly requests: number };

const clients: readonly Client[] = ['ours', 'client-node'];

/** Reads of pods by our client and by client-node's typed one, each as its documentation shows, on the same server. The two take turns. */
export async function measureClients(bench: ClientBench, repetitions: number): Promise<readonly ClientFigure[]> {
  const { requests, kubeconfig, namespace, pods } = bench;
  const tasks: readonly ClientTask[] = [{ kind: 'get', requests, atOnce: 1 }, { kind: 'get', requests, atOnce: 16 }, { kind: 'list' }];
  const names = Array.from({ length: Math.min(pods, requests) }, (_, at) => podName(at));
  const figures: ClientFigure[] = [];
  for (const task of tasks) {
    const costs = new Map<Client, ClientCost[]>(clients.map((client) => [client, []]));
    for (let round = 0; round < repetitions; round += 1) {
      for (const client of clients) {
        const input = JSON.stringify({ client, task, target: { kubeconfig, namespace, names } });
        costs.get(client)?.push(await runMeasured<ClientCost>('./client-process.ts', [input]));
      }
    }
    figures.push(...[...costs].map(([client, found]) => figureOf(task, client, found)));
  }
  return figures;
}

function figureOf(task: ClientTask, client: Client, costs: readonly ClientCost[]): ClientFigure {
  return {
    task,
    client,
    ms: spreadOfRuns(costs.map(({ ms }) => ms)),
    cpuMs: spreadOfRuns(costs.map(({ cpuMs }) => cpuMs)),
    sockets: spreadOfRuns(costs.map(({ sockets }) => sockets)),
    objectsPerSecond: spreadOfRuns(costs.map(({ objects, ms }) => (objects / ms) * 1000)),
  };
}

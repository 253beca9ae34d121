import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { findFreePorts } from '../../../cluster/src/free-ports.ts';
import { logTail } from '../../../cluster/src/log-tail.ts';
import { waitUntil } from '../../../cluster/src/wait-until.ts';
import { sumOfMetric } from './sum-of-metric.ts';

export type EndSignal = 'SIGTERM' | 'SIGKILL';

/** A bundled operator as it is shipped, as a process of this machine. */
export type OperatorProcess = {
  /** All that its metrics endpoint says. */
  readonly metricsText: () => Promise<string>;
  /** The sum of all series whose line matches. */
  readonly metric: (line: RegExp) => Promise<number>;
  /** As its readiness probe says: its caches are complete, whether it leads or not. */
  readonly isReady: () => Promise<boolean>;
  readonly rssBytes: () => number;
  /** Of user and system together, since its start. */
  readonly cpuMs: () => number;
  /** Resolves when it has ended. Safe to call twice. */
  readonly stop: (signal: EndSignal) => Promise<void>;
};

export type OperatorInput = {
  readonly bundle: string;
  readonly kubeconfig: string;
  /** Where its Lease is, and all that it looks at. */
  readonly namespace: string;
  readonly logPath: string;
  /** Settings of this operator, as variables of its environment. */
  readonly variables?: Readonly<Record<string, string>>;
};

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Starts an operator and ends it after `work`, however that ends. Its time begins when `startMs` says so. */
export async function withOperator<T>(input: OperatorInput, work: (operator: OperatorProcess, startMs: number) => Promise<T>): Promise<T> {
  const startMs = performance.now();
  const operator = await startOperator(input);
  try {
    return await work(operator, startMs);
  } finally {
    await operator.stop('SIGTERM');
  }
}

/** @throws Error with the end of its log, where it does not answer within 30 s */
export async function startOperator({ bundle, kubeconfig, namespace, logPath, variables }: OperatorInput): Promise<OperatorProcess> {
  const [port = 0] = await findFreePorts(1);
  const log = openSync(logPath, 'a');
  // An environment of its own, as in a pod.
  const env = {
    ...imageEnvironment(),
    PATH: process.env.PATH,
    KUBECONFIG: kubeconfig,
    HEALTH_PORT: String(port),
    LOG_LEVEL: 'warn',
    LEASE_NAMESPACE: namespace,
    WATCH_NAMESPACES: namespace,
    ...variables,
  };
  // Ended with this process, so that a benchmark that was killed leaves nothing behind; the pid stays that of setpriv.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', process.execPath, ...imageFlags(), bundle], { env, stdio: ['ignore', log, log] });
  closeSync(log);
  const pid = child.pid ?? 0;
  const metricsText = async () => (await ask(port, '/metrics')).text();
  const metric = async (line: RegExp) => sumOfMetric(await metricsText(), line);
  try {
    await waitUntil(async () => (await metric(/^process_start_time_seconds /)) > 0, {
      what: 'the operator to answer',
      timeoutMs: 30_000,
      intervalMs: 10,
      explain: () => logTail(logPath),
    });
  } catch (error) {
    await stop(child, 'SIGKILL');
    throw error;
  }
  return {
    metricsText,
    metric,
    isReady: async () => (await ask(port, '/readyz')).ok,
    rssBytes: () => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024,
    cpuMs: () => cpuTicks(pid) * (1000 / ticksPerSecond),
    stop: (signal) => stop(child, signal),
  };
}

function imageRecipe(): string {
  return readFileSync(new URL('../../../images/operator/Containerfile', import.meta.url), 'utf8');
}

function imageEnvironment(): Readonly<Record<string, string>> {
  return Object.fromEntries([...imageRecipe().matchAll(/^ENV (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
}

/** Those of the image: node is the first word of its command, and the bundle the last. */
function imageFlags(): readonly string[] {
  const recipe = imageRecipe();
  const command = JSON.parse(/^CMD (.*)$/m.exec(recipe)?.[1] ?? '[]') as readonly string[];
  if (command.length < 2) throw new Error('the Containerfile of the operator has no CMD as a list');
  return command.slice(1, -1);
}

/** Fields 14 and 15 of /proc/PID/stat; the name before them may hold blanks. */
function cpuTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

async function stop(child: ChildProcess, signal: EndSignal): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

function ask(port: number, path: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${path}`);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { waitUntil } from '../../cluster/src/index.ts';

/** A bundled operator as it is shipped, as a process of this machine. */
export type OperatorProcess = {
  readonly pid: number;
  readonly metric: (line: RegExp) => Promise<number>;
  readonly rssBytes: () => number;
  /** Of user and system together, since its start. */
  readonly cpuMs: () => number;
  /** Resolves when it has ended. */
  readonly stop: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
};

export type OperatorInput = {
  readonly bundle: string;
  readonly kubeconfig: string;
  readonly port: number;
  readonly leaseNamespace?: string;
  readonly logPath: string;
};

const ticksPerSecond = 100;

export async function startOperator({ bundle, kubeconfig, port, leaseNamespace, logPath }: OperatorInput): Promise<OperatorProcess> {
  const log = openSync(logPath, 'a');
  // An environment of its own, as in a pod.
  const env = {
    PATH: process.env.PATH,
    KUBECONFIG: kubeconfig,
    HEALTH_PORT: String(port),
    LOG_LEVEL: 'warn',
    ...(leaseNamespace && { LEASE_NAMESPACE: leaseNamespace }),
  };
  const child = spawn(process.execPath, [...imageFlags(), bundle], { env, stdio: ['ignore', log, log] });
  closeSync(log);
  const pid = child.pid ?? 0;
  const metric = (line: RegExp) => readMetric(port, line);
  await waitUntil(async () => (await metric(/^process_start_time_seconds /)) > 0, {
    what: `the operator on port ${port} to answer`,
    timeoutMs: 30_000,
    intervalMs: 10,
  });
  return {
    pid,
    metric,
    rssBytes: () => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024,
    cpuMs: () => cpuTicks(pid) * (1000 / ticksPerSecond),
    stop: (signal) => stop(child, signal),
  };
}

/** Those of the image: node is the first word of its command, and the bundle the last. */
function imageFlags(): readonly string[] {
  const recipe = readFileSync(new URL('../../images/operator/Containerfile', import.meta.url), 'utf8');
  const command = JSON.parse(/^CMD (.*)$/m.exec(recipe)?.[1] ?? '[]') as readonly string[];
  if (command.length < 2) throw new Error('the Containerfile of the operator has no CMD as a list');
  return command.slice(1, -1);
}

/** Fields 14 and 15 of /proc/PID/stat; the name before them may hold blanks. */
function cpuTicks(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return Number(fields[11]) + Number(fields[12]);
}

async function stop(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** The sum of the samples of the lines that match; 0 where nobody answers yet. */
async function readMetric(port: number, line: RegExp): Promise<number> {
  try {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    const lines = text.split('\n').filter((candidate) => line.test(candidate));
    return lines.reduce((sum, sample) => sum + Number(sample.slice(sample.lastIndexOf(' ') + 1)), 0);
  } catch {
    return 0;
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitFor } from '@dataservices/testing';
import { findFreePorts } from '../../../e2e/cluster/src/free-ports.ts';

export type OperatorProcess = {
  /** What is reachable in its memory, in MiB: after garbage was collected, so that it is the same every time. */
  liveMiB(): Promise<number>;
  stop(): Promise<void>;
};

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const answerer = fileURLToPath(new URL('answer-memory.ts', import.meta.url));

/** All operators as a process of its own, for all namespaces. Returns when they have begun to work. */
export async function startOperatorProcess(kubeconfig: string): Promise<OperatorProcess> {
  const [port = 0] = await findFreePorts(1);
  const child = spawn(process.execPath, ['--disable-warning=DEP0040', '--expose-gc', '--import', answerer, program], {
    env: { PATH: process.env.PATH, KUBECONFIG: kubeconfig, HEALTH_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitFor('the operators to be ready', isReady, { timeoutMs: 120_000, intervalMs: 100 });
  return {
    async liveMiB() {
      child.send('memory');
      const [bytes] = (await once(child, 'message')) as [number];
      return bytes / 2 ** 20;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

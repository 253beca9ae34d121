import type { ControlPlaneFaults, ControlPlanePart } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import type { Progress } from '../../progress.ts';
import { waitForApi, waitForNames } from '../control-plane-answers.ts';
import { startApiServer, startNameService } from '../control-processes.ts';
import type { Layout } from '../layout.ts';
import { findProcess } from '../ledger.ts';
import { isAlive, killProcesses, type ProcessId } from '../process-table.ts';

type Part = { readonly program: string; readonly start: (layout: Layout) => Promise<unknown> };

const parts: Readonly<Record<ControlPlanePart, Part>> = {
  api: {
    program: 'kube-apiserver',
    start: (layout) => {
      startApiServer(layout);
      return waitForApi(layout);
    },
  },
  dns: {
    program: 'coredns',
    start: async (layout) => {
      await startNameService(layout);
      await waitForNames(layout);
    },
  },
};

export function controlPlaneFaults(layout: Layout, progress: Progress): ControlPlaneFaults {
  const onPart =
    (what: string, act: (part: Part) => Promise<unknown>) =>
    async (name: ControlPlanePart): Promise<void> => {
      const part = parts[name];
      await progress(`${part.program} ${what}`, () => act(part));
    };
  return {
    stop: onPart('stopped', (part) => killProcesses([running(layout, part)])),
    // Twice would be two servers for one port, of which the second ends at once, and is the one that is remembered.
    start: onPart('started again', (part) => (isRunning(layout, part) ? Promise.resolve() : part.start(layout))),
    freeze: onPart('frozen', async (part) => void process.kill(running(layout, part).pid, 'SIGSTOP')),
    thaw: onPart('thawed', async (part) => void process.kill(running(layout, part).pid, 'SIGCONT')),
  };
}

function isRunning(layout: Layout, { program }: Part): boolean {
  const found = findProcess(layout, program);
  return found !== undefined && isAlive(found);
}

function running(layout: Layout, { program }: Part): ProcessId {
  const found = findProcess(layout, program);
  if (found === undefined || !isAlive(found)) throw new ClusterError('PartMissing', `no ${program} runs: start it first`);
  return found;
}

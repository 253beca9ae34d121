import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { shellEnvironment } from './src/binaries.ts';
import type { Cluster, ClusterStatus, Slowness } from './src/cluster.ts';
import { faultUsage, runFaultCommand } from './src/fault-command.ts';
import { openCluster } from './src/open-cluster.ts';
import { printedProgress } from './src/progress.ts';

const usage = `usage: npm run cluster -- <command> [options]

  up                    start the cluster unless it runs; dead nodes are switched on again
  down                  take away everything that "up" made
  status                nodes and processes
  kubeconfig            print the path of the kubeconfig
  shell                 a shell with KUBECONFIG set, and kubectl and helm on the PATH
  load-image <tar...>   make images available on all nodes
  fault <fault>         break something, and "heal <fault>" mends it; the faults are below

  --name <name>         default dataservices; clusters of different names stand side by side
  --nodes <count>       default 3
  --network-policies    "up" with NetworkPolicies enforced; otherwise they are ignored
  --kubeconfig <file>   use a cluster that exists (never the one of the environment); --context <name> selects in it

Faults, all of which end with "down" as well:
${faultUsage}
`;

const options = {
  name: { type: 'string' },
  nodes: { type: 'string' },
  'network-policies': { type: 'boolean' },
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  'delay-ms': { type: 'string' },
  'loss-percent': { type: 'string' },
  'rate-mbit': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [command, ...operands] = positionals;
  if (values.help || command === undefined) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const cluster = openCluster({
    name: values.name,
    nodeCount: values.nodes === undefined ? undefined : Number(values.nodes),
    networkPolicies: values['network-policies'],
    kubeconfigPath: values.kubeconfig,
    context: values.context,
    progress: printedProgress(console.log),
  });
  const slowness = {
    delayMs: figure(values['delay-ms']),
    lossPercent: figure(values['loss-percent']),
    rateMbit: figure(values['rate-mbit']),
  };
  return runCommandLine(cluster, command, operands, slowness);
}

/** 0 where the option is absent; NaN, which is refused later, where it is not a number. */
function figure(text = '0'): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

async function runCommandLine(cluster: Cluster, command: string, operands: readonly string[], slowness: Slowness): Promise<number> {
  switch (command) {
    case 'up':
      await cluster.up();
      return printUp(cluster);
    case 'down':
      await cluster.down();
      return 0;
    case 'status':
      return printStatus(cluster.name, await cluster.status());
    case 'kubeconfig':
      console.log(cluster.kubeconfigPath);
      return 0;
    case 'shell':
      return openShell(cluster);
    case 'load-image':
      await cluster.loadImages(operands);
      return 0;
    case 'fault':
    case 'heal':
      await runFaultCommand(cluster, command, operands, slowness);
      return 0;
    default:
      console.error(`unknown command "${command}"\n\n${usage}`);
      return 2;
  }
}

function printUp(cluster: Cluster): number {
  console.log(
    `\nThe cluster "${cluster.name}" is up. To use it:\n  export KUBECONFIG=${cluster.kubeconfigPath}\nor: npm run cluster -- shell`,
  );
  return 0;
}

const nameWidth = 24;

function printStatus(name: string, { state, server, nodes, processes }: ClusterStatus): number {
  console.log(`${name}: ${state}${server === undefined ? '' : `, ${server}`}`);
  for (const node of nodes) console.log(`  ${node.name.padEnd(nameWidth)} ${node.zone.padEnd(8)} ${node.isReady ? 'Ready' : 'NotReady'}`);
  for (const { name: process, pid, isAlive } of processes) {
    console.log(`  ${process.padEnd(nameWidth)} ${`${pid}`.padEnd(8)} ${isAlive ? 'runs' : 'has ended'}`);
  }
  return state === 'up' ? 0 : 1;
}

function openShell(cluster: Cluster): Promise<number> {
  const env = shellEnvironment(cluster.kubeconfigPath);
  const shell = spawn(process.env.SHELL ?? '/bin/sh', { stdio: 'inherit', env });
  return new Promise((resolve, reject) => {
    shell.on('error', reject);
    shell.on('exit', (code) => resolve(code ?? 1));
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

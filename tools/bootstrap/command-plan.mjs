import { join } from 'node:path';
import { repositoryRoot } from './repository-root.mjs';

/**
 * packages: npm packages only. images: also what builds images, and root. control-plane: also what an API server without nodes needs.
 * cluster: everything, and root.
 *
 * @typedef {'packages' | 'images' | 'control-plane' | 'cluster'} Needs
 * @typedef {{ program: string, args: string[], needs: Needs }} Plan
 */

/** @type {Record<string, { script: string, needs: Needs }>} */
const scripts = {
  demo: { script: 'e2e/demo/demo.ts', needs: 'cluster' },
  test: { script: 'tools/test.ts', needs: 'control-plane' },
  e2e: { script: 'tools/e2e.ts', needs: 'cluster' },
  bench: { script: 'e2e/bench/bench.ts', needs: 'cluster' },
  cluster: { script: 'e2e/cluster/cli.ts', needs: 'cluster' },
  'reassign:plan': { script: 'tools/reassign-plan.ts', needs: 'packages' },
  replay: { script: 'tools/replay.ts', needs: 'packages' },
  simulate: { script: 'tools/simulate.ts', needs: 'packages' },
  images: { script: 'tools/images.ts', needs: 'packages' },
  sbom: { script: 'tools/sbom.ts', needs: 'cluster' },
  generate: { script: 'tools/generate.ts', needs: 'packages' },
};

export const commandNames = [...Object.keys(scripts), 'format'];

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Plan | undefined} what to run, with absolute paths; nothing for a name that is no command
 */
export function commandPlan(name, args) {
  if (name === 'format') {
    const biome = join(repositoryRoot, 'node_modules', '.bin', 'biome');
    return { program: biome, args: ['check', '--write', ...(args.length > 0 ? args : ['.'])], needs: 'packages' };
  }
  if (!Object.hasOwn(scripts, name)) return undefined;
  const { script, needs } = scripts[name];
  return {
    program: join(repositoryRoot, 'node_modules', '.bin', 'node'),
    args: [join(repositoryRoot, script), ...args],
    needs: needsOf(name, args, needs),
  };
}

const benchmarksWithoutNodes = ['runtime', 'autoscaler'];
const benchmarksOfNodes = ['redis', 'zookeeper', 'rabbitmq', 'kafka'];

/** @param {string} name @param {string[]} args @param {Needs} needs what the script needs by itself @returns {Needs} */
function needsOf(name, args, needs) {
  if (name === 'images' && args.some((arg) => arg === '--push' || arg.startsWith('--push='))) return needsOfPush(args);
  return needs === 'cluster' && needsNoNodes(name, args) ? 'control-plane' : needs;
}

const imagesWithoutBinaries = ['operator', 'redis', 'zookeeper', 'rabbitmq', 'kafka'];

/** Redis's exporter is one of the cluster's programs, which take minutes to build: not for those who push the operators' image alone. @param {string[]} args @returns {Needs} */
function needsOfPush(args) {
  return args.some((arg) => imagesWithoutBinaries.includes(arg)) && !args.includes('redis-exporter') ? 'images' : 'cluster';
}

/** With a cluster of the user's own, or with simulated nodes, nothing here needs root or a container runtime. @param {string} name @param {string[]} args */
function needsNoNodes(name, args) {
  const hasOwnCluster = args.some((arg) => arg === '--kubeconfig' || arg.startsWith('--kubeconfig='));
  const names = (/** @type {string[]} */ benchmarks) => args.some((arg) => benchmarks.includes(arg));
  return hasOwnCluster || (name === 'bench' && names(benchmarksWithoutNodes) && !names(benchmarksOfNodes));
}

import { parseArgs } from 'node:util';
import type { ClusterChoice } from './cluster-choice.ts';

/** What demo, benchmark and scenarios have in common on the command line. */
export type RunOptions = {
  readonly cluster: ClusterChoice;
  /** Leave the cluster as it is at the end. */
  readonly keep: boolean;
  readonly help: boolean;
  readonly positionals: readonly string[];
  /** The further options, by name. */
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
};

type OptionTypes = Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;

const common = {
  name: { type: 'string' },
  kubeconfig: { type: 'string' },
  context: { type: 'string' },
  registry: { type: 'string' },
  keep: { type: 'boolean' },
  help: { type: 'boolean' },
} as const satisfies OptionTypes;

export const commonUsage = `  --name <name>        of the cluster that is started here
  --kubeconfig <file>  use a cluster that exists instead (never the one of the environment); --context <name> selects in it
  --registry <prefix>  where that cluster pulls the project's images from; without it its nodes must have them already
  --keep               leave the cluster up at the end`;

/**
 * @param args without the program's own name
 * @param own options beside the common ones
 * @throws Error that names the argument that is not understood
 */
export function parseRunOptions(args: readonly string[], defaultName: string, own: OptionTypes = {}): RunOptions {
  const { values, positionals } = parseArgs({ args: [...args], options: { ...own, ...common }, allowPositionals: true });
  const { name, kubeconfig, context, registry, keep, help, ...rest } = values;
  if (context !== undefined && kubeconfig === undefined) {
    throw new Error('--context needs --kubeconfig beside it, so that no cluster is ever chosen by accident');
  }
  if (registry !== undefined && kubeconfig === undefined) {
    throw new Error('--registry needs --kubeconfig beside it: the local cluster builds its images itself');
  }
  if (name !== undefined && kubeconfig !== undefined) throw new Error('--name and --kubeconfig exclude each other: one cluster only');
  return {
    cluster: {
      ...(kubeconfig === undefined ? { name: name ?? defaultName } : { kubeconfigPath: kubeconfig }),
      ...(context !== undefined && { context }),
      ...(registry !== undefined && { registry }),
    },
    keep: keep ?? false,
    help: help ?? false,
    positionals,
    values: rest as RunOptions['values'],
  };
}

import type { Cluster } from '../cluster/src/index.ts';
import type { RunOptions } from '../src/run-options.ts';
import type { TestBed } from '../src/test-bed.ts';
import type { Screen } from './screen.ts';

export const shop = { namespace: 'shop', name: 'cart' };

/** What every act of the demo needs. */
export type Stage = { readonly screen: Screen; readonly bed: TestBed };

/** Shows a kubectl command as a user would type it, runs it, and gives its output. */
export async function kubectl(screen: Screen, cluster: Cluster, args: readonly string[], input?: string): Promise<string> {
  screen.command(`kubectl ${args.join(' ')}`);
  return cluster.kubectl(args, input);
}

/** How to select the demo's cluster in further npm commands: nothing for the default name. */
export function nameOption({ name }: RunOptions['cluster']): string {
  return name === undefined || name === 'dataservices' ? '' : ` --name ${name}`;
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditLines, type Cluster } from '../cluster/src/index.ts';
import { formatTable } from './format-table.ts';
import { operator } from './operator.ts';
import { resultsFolder } from './results-folder.ts';
import { type Binding, grantedPermissions, type Role, unusedPermissions, usedPermissions } from './used-permissions.ts';

/**
 * Compares what the operators may with what they did since the cluster is up, by the API server's own record. Writes
 * .results/permissions.json and prints what nobody used; says nothing where the cluster keeps no record. Only a run of
 * all services and of the long scenarios can tell that a permission is not needed.
 */
export async function recordPermissions(cluster: Cluster): Promise<void> {
  if (cluster.auditFolder === undefined) return;
  const list = async <T>(kinds: string) => {
    const text = await cluster.kubectl(['get', kinds, '--all-namespaces', '--output', 'json']);
    return (JSON.parse(text) as { readonly items: readonly T[] }).items;
  };
  const roles = await list<Role>('clusterroles,roles');
  const bindings = await list<Binding>('clusterrolebindings,rolebindings');
  const granted = grantedPermissions(roles, bindings, operator.namespace);
  const used = usedPermissions(auditLines(cluster.auditFolder), operator.namespace);
  const unused = unusedPermissions(granted, used);
  writeFileSync(join(resultsFolder, 'permissions.json'), `${JSON.stringify({ granted, used, unused }, undefined, 2)}\n`);
  const rows = unused.map(({ account, resource, verb, reason = '' }) => [account, resource, verb, reason]);
  if (rows.length > 0) console.log(`\n${formatTable(['account', 'granted', 'never used', 'reason'], rows)}`);
}

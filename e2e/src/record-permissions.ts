import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditLines, type Cluster } from '../cluster/src/index.ts';
import { explainUnused, permissionProblem } from './explained-permissions.ts';
import { formatTable } from './format-table.ts';
import { operator } from './operator.ts';
import { resultsFolder } from './results-folder.ts';
import { type Binding, grantedPermissions, type Role, unusedPermissions, usedPermissions } from './used-permissions.ts';

/**
 * Compares what the operators may with what they did since the cluster is up, by the API server's own record. Writes
 * .results/permissions.json and prints what nobody used; says nothing where the cluster keeps no record.
 *
 * @returns what is wrong where everything was run: only that can tell that a permission is not needed. Nothing, where all is well or no record is kept
 */
export async function recordPermissions(cluster: Cluster): Promise<string | undefined> {
  if (cluster.auditFolder === undefined) return undefined;
  const list = async <T>(kinds: string) => {
    const text = await cluster.kubectl(['get', kinds, '--all-namespaces', '--output', 'json']);
    return (JSON.parse(text) as { readonly items: readonly T[] }).items;
  };
  const roles = await list<Role>('clusterroles,roles');
  const bindings = await list<Binding>('clusterrolebindings,rolebindings');
  const granted = grantedPermissions(roles, bindings, operator.namespace);
  const used = usedPermissions(auditLines(cluster.auditFolder), operator.namespace);
  const findings = explainUnused({ granted, used, unused: unusedPermissions(granted, used) });
  const { unused } = findings;
  writeFileSync(join(resultsFolder, 'permissions.json'), `${JSON.stringify({ granted, used, unused }, undefined, 2)}\n`);
  const rows = unused.map(({ account, resource, verb, reason = '' }) => [account, resource, verb, reason]);
  if (rows.length > 0) console.log(`\n${formatTable(['account', 'granted', 'never used', 'reason'], rows)}`);
  return permissionProblem(findings);
}

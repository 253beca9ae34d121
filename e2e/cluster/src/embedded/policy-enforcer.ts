import { fileURLToPath } from 'node:url';
import { installPackages } from '../../../../tools/bootstrap/ensure-programs.mjs';
import { findProgram } from '../../../../tools/bootstrap/find-program.mjs';
import { ensureGoProgram } from '../../../src/go-program.ts';
import { logTail } from '../log-tail.ts';
import { runCommand } from '../run-command.ts';
import { waitUntil } from '../wait-until.ts';
import { logPath } from './daemon.ts';
import { type Layout, type NodeLayout, namespacePath } from './layout.ts';
import { readLedger } from './ledger.ts';

const name = 'kube-router';
const source = fileURLToPath(new URL('../../../kube-router', import.meta.url));
/** The chain that it hangs every pod's own chain into. */
const chain = 'KUBE-ROUTER-FORWARD';

/** Builds what enforces NetworkPolicies, unless that has been done. @returns where it is */
export async function ensurePolicyEnforcer(): Promise<string> {
  if (findProgram('ipset') === undefined) await installPackages(['ipset']);
  return ensureGoProgram({ name, source });
}

/** Returns when each of these nodes enforces NetworkPolicies; at once where the cluster does not. @throws Error with the last words of the one that does not, after 60 s */
export async function awaitPolicyEnforcers(layout: Layout, nodes: readonly NodeLayout[]): Promise<void> {
  if (readLedger(layout)?.policyEnforcer === undefined) return;
  await Promise.all(
    nodes.map((node) =>
      waitUntil(() => doesEnforce(node), {
        what: `NetworkPolicies to be enforced on ${node.name}`,
        timeoutMs: 60_000,
        explain: () => logTail(logPath(layout, `${node.name}-${name}`)),
      }),
    ),
  );
}

function doesEnforce(node: NodeLayout): Promise<boolean> {
  const list = ['iptables', '--wait', '10', '--list-rules', chain];
  return runCommand('nsenter', [`--net=${namespacePath(node.namespace)}`, ...list]).then(
    () => true,
    () => false,
  );
}

import { loadedCertificates } from '@dataservices/certificates';
import type { LoadedCertificates } from '@dataservices/members';
import type { KafkaTls } from './kafka-access.ts';
import { KafkaAdminError } from './kafka-admin-error.ts';
import type { NodeConnection } from './node-connection.ts';
import type { Nodes } from './nodes.ts';
import type { CallOptions } from './port.ts';
import type { NodeView, Target } from './views.ts';

const limitMs = 5_000;

/** What one node says of itself, asked anew: a connection may be older than the levels that are in force. */
export async function observeNode(nodes: Nodes, target: Target, options: CallOptions | undefined, tls?: KafkaTls): Promise<NodeView> {
  try {
    const connection = await nodes.connect(target, { timeoutMs: limitMs, signal: options?.signal });
    const { supported, finalized } = connection.versions;
    const loaded = await loadedBy(connection, tls);
    return { state: 'serving', supported, finalized, ...(loaded !== undefined && { loaded }) };
  } catch (error) {
    const isExpired = error instanceof KafkaAdminError && error.code === 'Expired';
    return { state: 'unreachable', error: reasonOf(error), ...(isExpired && { isExpired: true as const }) };
  }
}

/** Each node verifies others on the port where the operator talks to it. */
async function loadedBy({ target, presented }: NodeConnection, tls: KafkaTls | undefined): Promise<LoadedCertificates | undefined> {
  const { serverName } = target;
  if (presented === undefined || serverName === undefined || tls?.look === undefined) return undefined;
  const domain = serverName.slice(target.pod.length + 1);
  return loadedCertificates(target, presented, { authorities: tls.authorities, domain, ...tls.look }, limitMs);
}

function reasonOf(error: unknown): string {
  const code = error instanceof KafkaAdminError ? error.code : 'Unreachable';
  switch (code) {
    case 'Expired':
      return 'presents a certificate that has expired';
    case 'Timeout':
      return 'does not answer';
    case 'Unauthorized':
      return "refuses the operator's login";
    case 'Unreadable':
    case 'Unsupported':
      return 'answers something else than Kafka does';
    default:
      return 'not reachable';
  }
}

import { KafkaAdminError } from './kafka-admin-error.ts';
import type { Nodes } from './nodes.ts';
import type { CallOptions } from './port.ts';
import type { NodeView, Target } from './views.ts';

const limitMs = 5_000;

/** What one node says of itself, asked anew: a connection may be older than the levels that are in force. */
export async function observeNode(nodes: Nodes, target: Target, options: CallOptions | undefined): Promise<NodeView> {
  try {
    const { versions } = await nodes.connect(target, { timeoutMs: limitMs, signal: options?.signal });
    return { state: 'serving', supported: versions.supported, finalized: versions.finalized };
  } catch (error) {
    return { state: 'unreachable', error: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof KafkaAdminError ? error.code : 'Unreachable';
  switch (code) {
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

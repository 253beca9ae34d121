import type { Patience } from '@dataservices/reconcile';
import type { KafkaAccess } from './kafka-access.ts';
import { isKafkaAdminError, KafkaAdminError } from './kafka-admin-error.ts';
import { type Limit, type NodeConnection, openNode } from './node-connection.ts';
import type { Target } from './views.ts';

/** Connections to nodes, each made when it is first needed, and again after it was lost. */
export type Nodes = {
  /** @throws KafkaAdminError */
  connect(target: Target, limit: Limit): Promise<NodeConnection>;
  /** Those that are likely to answer soonest come first. */
  ordered(targets: readonly Target[]): readonly Target[];
  close(): void;
};

export function openNodes(access: KafkaAccess, patience: Patience): Nodes {
  const opening = new Map<string, Promise<NodeConnection>>();
  const opened = new Map<string, NodeConnection>();
  let isClosed = false;

  async function open(target: Target, limit: Limit): Promise<NodeConnection> {
    const doubted = { ip: target.ip, port: target.port, ...(target.isDoubted === true && { isDoubted: true }) };
    const key = keyOf(target);
    try {
      const connection = await patience.watch(doubted, (patientMs) =>
        openNode(target, access, { ...limit, timeoutMs: Math.min(patientMs, limit.timeoutMs) }),
      );
      if (isClosed) connection.close();
      else opened.set(key, connection);
      return connection;
    } finally {
      opening.delete(key);
    }
  }

  async function connect(target: Target, limit: Limit): Promise<NodeConnection> {
    if (isClosed) throw new KafkaAdminError('Unreachable', `${target.pod}: the client has been closed`);
    const key = keyOf(target);
    const known = opened.get(key);
    if (known?.isOpen === true) return known;
    // Calls that begin at the same time share what becomes of the first one's attempt.
    const attempt = opening.get(key) ?? open(target, limit);
    opening.set(key, attempt);
    return attempt;
  }

  function ordered(targets: readonly Target[]): readonly Target[] {
    const rank = (target: Target) => (isConnected(target) ? 0 : target.isDoubted === true ? 2 : 1);
    return targets.toSorted((a, b) => rank(a) - rank(b));
  }

  function isConnected(target: Target): boolean {
    return opened.get(keyOf(target))?.isOpen === true;
  }

  function close(): void {
    isClosed = true;
    for (const connection of opened.values()) connection.close();
  }

  return { connect, ordered, close };
}

/** Whether another node may do better. */
export function isSilence(error: unknown): boolean {
  return isKafkaAdminError(error) && ['Timeout', 'Unreachable', 'Expired'].includes(error.code);
}

function keyOf({ ip, port }: Target): string {
  return `${ip} ${port}`;
}

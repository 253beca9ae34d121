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
  const opened = new Map<string, Promise<NodeConnection>>();
  const live = new Set<NodeConnection>();
  let isClosed = false;

  async function open(target: Target, limit: Limit): Promise<NodeConnection> {
    const doubted = { ip: target.ip, port: target.port, ...(target.isDoubted === true && { isDoubted: true }) };
    const connection = await patience.watch(doubted, (patientMs) =>
      openNode(target, access, { ...limit, timeoutMs: Math.min(patientMs, limit.timeoutMs) }),
    );
    if (isClosed) connection.close();
    else live.add(connection);
    return connection;
  }

  async function connect(target: Target, limit: Limit): Promise<NodeConnection> {
    if (isClosed) throw new KafkaAdminError('Unreachable', `${target.pod}: the client has been closed`);
    const key = keyOf(target);
    const known = await opened.get(key)?.catch(() => undefined);
    if (known?.isOpen === true) return known;
    const opening = open(target, limit);
    opened.set(key, opening);
    return opening;
  }

  function ordered(targets: readonly Target[]): readonly Target[] {
    const rank = (target: Target) => (isConnected(target) ? 0 : target.isDoubted === true ? 2 : 1);
    return targets.toSorted((a, b) => rank(a) - rank(b));
  }

  function isConnected(target: Target): boolean {
    return [...live].some((connection) => connection.isOpen && keyOf(connection.target) === keyOf(target));
  }

  function close(): void {
    isClosed = true;
    for (const connection of live) connection.close();
  }

  return { connect, ordered, close };
}

/** Whether another node may do better. */
export function isSilence(error: unknown): boolean {
  return isKafkaAdminError(error) && (error.code === 'Timeout' || error.code === 'Unreachable');
}

function keyOf({ ip, port }: Target): string {
  return `${ip} ${port}`;
}

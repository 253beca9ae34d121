/** Ports of every server, the same everywhere, with TLS or without. */
export const ports = { client: 2181, quorum: 2888, election: 3888, metrics: 7000 } as const;

/** A member by the ensemble's own account. */
export type EnsembleMember = {
  /** From 1 to 255; one more than the ordinal of its pod. */
  readonly id: number;
  /** Under which the others reach it: a name, never an address. */
  readonly host: string;
  /** Participants vote, observers follow without a vote. */
  readonly role: 'participant' | 'observer';
};

export type Membership = {
  /** Grows with every change: up to 16 hexadecimal digits. */
  readonly version: string;
  /** By id. */
  readonly members: readonly EnsembleMember[];
};

/**
 * Where a member listens for clients in plaintext. Without TLS on all addresses: clients that follow the configuration take the host
 * then, and a forwarded port, which arrives at 127.0.0.1, is served too. With TLS only within the pod, for its probes: ZooKeeper
 * does not change a membership in which such an address is missing.
 */
export function clientAddress(tls: 'Enabled' | 'Disabled'): string {
  return tls === 'Enabled' ? '127.0.0.1:12181' : `0.0.0.0:${ports.client}`;
}

/** The member as a line of ZooKeeper's dynamic configuration. */
export function serverLine({ id, host, role }: EnsembleMember, address: string): string {
  return `server.${id}=${host}:${ports.quorum}:${ports.election}:${role};${address}`;
}

const line = /^server\.(?<id>\d+)=(?<host>[^:;|]+):\d+:\d+(?::(?<role>participant|observer))?(?:;.*)?$/;

/** The membership in an answer to `conf`, other lines passed over, or in the node /zookeeper/config; undefined where there is none. */
export function parseMembership(text: string): Membership | undefined {
  const lines = text.split('\n').map((entry) => entry.trim());
  const version = lines.map((entry) => /^version=([0-9a-f]{1,16})$/.exec(entry)?.[1]).find((found) => found !== undefined);
  const members = lines.filter((entry) => entry.startsWith('server.')).map(parseLine);
  if (version === undefined || members.length === 0 || !members.every((member) => member !== undefined)) return undefined;
  return { version, members: members.toSorted((a, b) => a.id - b.id) };
}

function parseLine(text: string): EnsembleMember | undefined {
  const { id, host, role } = line.exec(text)?.groups ?? {};
  if (id === undefined || host === undefined) return undefined;
  return { id: Number(id), host, role: role === 'observer' ? 'observer' : 'participant' };
}

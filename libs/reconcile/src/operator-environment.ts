import type { LogLevel } from './logger.ts';

/** Set by a process that replaces itself, for the one that comes after it. */
export const formerIdentityVariable = 'FORMER_LEASE_IDENTITY';

/** What the chart tells an operator through its environment. */
export type OperatorEnvironment = {
  /** Namespaces to look at; undefined for all. */
  readonly namespaces: readonly string[] | undefined;
  /** Where the Lease is; undefined where this process is the only one, as in development. */
  readonly leaseNamespace: string | undefined;
  /** Of the Lease, where it is not the program's. */
  readonly leaseName: string | undefined;
  /** By which name this very process led, before it began anew. */
  readonly formerIdentity: string | undefined;
  readonly clusterDomain: string;
  readonly registryPrefix: string | undefined;
  /** Names of Secrets with credentials of registries, for objects that name none; each in the namespace of the object. */
  readonly imagePullSecrets: readonly string[];
  /** From where its own pods connect to those that it manages, as peers of a NetworkPolicy; undefined where nobody has said. */
  readonly operatorPeers: readonly object[] | undefined;
  readonly logLevel: LogLevel;
  readonly healthPort: number;
  readonly kubeconfig: string | undefined;
};

type Variables = Readonly<Record<string, string | undefined>>;

const logLevels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** @throws RangeError that names the variable and what it takes */
export function readEnvironment(variables: Variables): OperatorEnvironment {
  const logLevel = variables.LOG_LEVEL ?? 'info';
  if (!isLogLevel(logLevel)) throw new RangeError(`LOG_LEVEL is '${logLevel}': it takes ${logLevels.join(', ')}`);
  const healthPort = Number(variables.HEALTH_PORT ?? 8080);
  if (!Number.isInteger(healthPort) || healthPort < 0 || healthPort > 65_535)
    throw new RangeError(`HEALTH_PORT is '${variables.HEALTH_PORT}': it takes a port number`);
  const namespaces = readNames(variables.WATCH_NAMESPACES);
  return {
    namespaces: namespaces.length === 0 ? undefined : namespaces,
    leaseNamespace: presence(variables.LEASE_NAMESPACE),
    leaseName: presence(variables.LEASE_NAME),
    formerIdentity: presence(variables[formerIdentityVariable]),
    clusterDomain: presence(variables.CLUSTER_DOMAIN) ?? 'cluster.local',
    registryPrefix: presence(variables.IMAGE_REGISTRY_PREFIX),
    imagePullSecrets: readNames(variables.IMAGE_PULL_SECRETS),
    operatorPeers: readPeers(presence(variables.OPERATOR_PEERS)),
    logLevel,
    healthPort,
    kubeconfig: presence(variables.KUBECONFIG),
  };
}

function readNames(text = ''): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function readPeers(text: string | undefined): readonly object[] | undefined {
  if (text === undefined) return undefined;
  const peers = parseJson(text);
  if (Array.isArray(peers) && peers.length > 0 && peers.every(isPeer)) return peers;
  throw new RangeError(
    `OPERATOR_PEERS is '${text}': it takes a list of peers of a NetworkPolicy as JSON, such as [{"ipBlock":{"cidr":"192.0.2.7/32"}}]`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One with nothing in it would be refused by the API server, for every cluster. */
function isPeer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && ['ipBlock', 'namespaceSelector', 'podSelector'].some((key) => key in value);
}

function isLogLevel(text: string): text is LogLevel {
  return (logLevels as readonly string[]).includes(text);
}

/** An empty variable is one that a chart left empty. */
function presence(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

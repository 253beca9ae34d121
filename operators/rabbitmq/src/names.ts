/** Ports among the nodes, the same everywhere. */
export const ports = { epmd: 4369, nodes: 25672 } as const;

/** Ports of a node for those who are none. */
export type ClientPorts = { readonly amqp: number; readonly management: number; readonly metrics: number };

const plainPorts: ClientPorts = { amqp: 5672, management: 15672, metrics: 15692 };
const encryptedPorts: ClientPorts = { amqp: 5671, management: 15671, metrics: 15691 };

export function clientPorts({ spec }: { readonly spec: { readonly tls: { readonly mode: 'Enabled' | 'Disabled' } } }): ClientPorts {
  return spec.tls.mode === 'Enabled' ? encryptedPorts : plainPorts;
}

/** The user whose password clients have, and that of the operator. */
export const users = { app: 'app', operator: 'dataservices-operator' } as const;

/** Every name that a RabbitmqCluster's objects and members have, derived from the cluster's own name. */
export type Names = {
  readonly cluster: string;
  readonly namespace: string;
  /** StatefulSet, client Service, ServiceAccount, disruption budget. */
  readonly data: string;
  readonly headless: string;
  readonly config: string;
  readonly internalSecret: string;
  readonly authSecret: string;
  readonly bindingSecret: string;
  readonly authoritySecret: string;
  readonly certificatesSecret: string;
  /** Domain of the headless Service: a member's host is `<pod>.<headlessDomain>`. */
  readonly headlessDomain: string;
};

export type NamesInput = { readonly namespace: string; readonly name: string; readonly clusterDomain: string };

export function namesOf({ namespace, name, clusterDomain }: NamesInput): Names {
  const data = `${name}-rabbitmq`;
  const headless = `${data}-nodes`;
  return {
    cluster: name,
    namespace,
    data,
    headless,
    config: `${data}-config`,
    internalSecret: `${data}-internal`,
    authSecret: `${data}-auth`,
    bindingSecret: `${data}-binding`,
    authoritySecret: `${data}-ca`,
    certificatesSecret: `${data}-certificates`,
    headlessDomain: `${headless}.${namespace}.svc.${clusterDomain}`,
  };
}

/** Where a user's password is, unless the user brings an own Secret, and what is mounted to connect. */
export type ClientSecretNames = { readonly auth: string; readonly binding: string };

/** With the user last, so that no user's name makes another one's Secret. */
export function clientSecretNames({ data, authSecret, bindingSecret }: Names, user: string): ClientSecretNames {
  return user === users.app
    ? { auth: authSecret, binding: bindingSecret }
    : { auth: `${data}-auth-${user}`, binding: `${data}-user-${user}` };
}

export function hostOf(names: Names, pod: string): string {
  return `${pod}.${names.headlessDomain}`;
}

/** Under which the nodes of the cluster know it. */
export function nodeOf(names: Names, pod: string): string {
  return `rabbit@${hostOf(names, pod)}`;
}

/** The pod of a node of this cluster; for any other node the node's own name. */
export function podOf(names: Names, node: string): string {
  const [prefix, suffix] = ['rabbit@', `.${names.headlessDomain}`];
  return node.startsWith(prefix) && node.endsWith(suffix) ? node.slice(prefix.length, -suffix.length) : node;
}

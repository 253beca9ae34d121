/** Ports of every node, the same everywhere. */
export const ports = { amqp: 5672, management: 15672, metrics: 15692, epmd: 4369, nodes: 25672 } as const;

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
    headlessDomain: `${headless}.${namespace}.svc.${clusterDomain}`,
  };
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

/** Ports of the servers beside those of `spec.listeners`, the same everywhere: for brokers and the operator, for the quorum, for Prometheus. */
export const ports = { internal: 9091, controller: 9093, metrics: 9404 } as const;

/** What runs in a pod. */
export type Role = 'broker' | 'controller';

/** Every name that a KafkaCluster's objects and members have, derived from the cluster's own name. */
export type Names = {
  readonly cluster: string;
  readonly namespace: string;
  /** StatefulSet of the brokers, client Service, ServiceAccount, disruption budget. */
  readonly data: string;
  /** StatefulSet of the controllers, and their disruption budget. */
  readonly controller: string;
  readonly headless: string;
  readonly controllerHeadless: string;
  readonly config: string;
  readonly bindingSecret: string;
  /** The cluster's own authority, with its key; mounted nowhere. */
  readonly authoritySecret: string;
  /** The certificate that all brokers and controllers share, and whom they trust. */
  readonly certificatesSecret: string;
  /** Domains of the headless Services: a member's host is `<pod>.<domain>`. */
  readonly domains: Readonly<Record<Role, string>>;
};

/** Where a user's password is, unless the user brings an own Secret, and what is mounted to connect. */
export type UserSecretNames = { readonly auth: string; readonly binding: string };

export type NamesInput = { readonly namespace: string; readonly name: string; readonly clusterDomain: string };

export function namesOf({ namespace, name, clusterDomain }: NamesInput): Names {
  const data = `${name}-kafka`;
  const controller = `${data}-controller`;
  const headless = `${data}-nodes`;
  const controllerHeadless = `${controller}-nodes`;
  const domainOf = (service: string) => `${service}.${namespace}.svc.${clusterDomain}`;
  return {
    cluster: name,
    namespace,
    data,
    controller,
    headless,
    controllerHeadless,
    config: `${data}-config`,
    bindingSecret: `${data}-binding`,
    authoritySecret: `${data}-ca`,
    certificatesSecret: `${data}-certificates`,
    domains: { broker: domainOf(headless), controller: domainOf(controllerHeadless) },
  };
}

/** With the user last, so that no user's name makes another one's Secret. */
export function userSecretNames({ data }: Names, user: string): UserSecretNames {
  return { auth: `${data}-auth-${user}`, binding: `${data}-user-${user}` };
}

export function setOf(names: Names, role: Role): string {
  return role === 'broker' ? names.data : names.controller;
}

export function hostOf(names: Names, role: Role, ordinal: number): string {
  return `${setOf(names, role)}-${ordinal}.${names.domains[role]}`;
}

/** Far above every broker: a number says what it belongs to. */
const firstControllerId = 1000;

/** By which Kafka knows a member. */
export function nodeIdOf(role: Role, ordinal: number): number {
  return role === 'broker' ? ordinal : firstControllerId + ordinal;
}

export function roleOf(nodeId: number): Role {
  return nodeId < firstControllerId ? 'broker' : 'controller';
}

export function ordinalOfNode(nodeId: number): number {
  return nodeId < firstControllerId ? nodeId : nodeId - firstControllerId;
}

export function podOfNode(names: Names, nodeId: number): string {
  return `${setOf(names, roleOf(nodeId))}-${ordinalOfNode(nodeId)}`;
}

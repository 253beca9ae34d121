import { users } from './settings.ts';

/** Every name that a RedisCluster's objects and members have, derived from the cluster's own name. */
export type Names = {
  readonly cluster: string;
  readonly namespace: string;
  /** StatefulSet of the data members, client Service, ServiceAccount, disruption budget. */
  readonly data: string;
  readonly sentinel: string;
  readonly headless: string;
  readonly readonlyService: string;
  readonly config: string;
  readonly internalSecret: string;
  readonly bindingSecret: string;
  /** The cluster's own authority, with its key; mounted nowhere. */
  readonly authoritySecret: string;
  /** The certificate that all members share, and whom they trust. */
  readonly certificatesSecret: string;
  /** Who may do what, for servers that start. */
  readonly aclSecret: string;
  /** Domain of the headless Service: a member's host is `<pod>.<headlessDomain>`. */
  readonly headlessDomain: string;
  /** The name that the sentinels know the cluster by. */
  readonly masterName: string;
};

export type NamesInput = {
  readonly namespace: string;
  readonly name: string;
  readonly clusterDomain: string;
  readonly masterName?: string | undefined;
};

export function namesOf({ namespace, name, clusterDomain, masterName }: NamesInput): Names {
  const data = `${name}-redis`;
  const headless = `${data}-nodes`;
  return {
    cluster: name,
    namespace,
    data,
    sentinel: `${data}-sentinel`,
    headless,
    readonlyService: `${data}-readonly`,
    config: `${data}-config`,
    internalSecret: `${data}-internal`,
    bindingSecret: `${data}-binding`,
    authoritySecret: `${data}-ca`,
    certificatesSecret: `${data}-certificates`,
    aclSecret: `${data}-acl`,
    headlessDomain: `${headless}.${namespace}.svc.${clusterDomain}`,
    masterName: masterName ?? `${namespace}-${name}`,
  };
}

/** Where a client's password is, unless the client brings its own Secret, and what it mounts to connect. */
export type ClientSecretNames = { readonly auth: string; readonly binding: string };

/** With the user last, so that no user's name makes another one's Secret. */
export function clientSecretNames({ data, bindingSecret }: Names, user: string): ClientSecretNames {
  return user === users.app
    ? { auth: `${data}-auth`, binding: bindingSecret }
    : { auth: `${data}-auth-${user}`, binding: `${data}-user-${user}` };
}

export function hostOf(names: Names, pod: string): string {
  return `${pod}.${names.headlessDomain}`;
}

/** The pod that a host of this cluster belongs to, or undefined for any other host. */
export function podOfHost(names: Names, host: string): string | undefined {
  const suffix = `.${names.headlessDomain}`;
  return host.endsWith(suffix) ? host.slice(0, -suffix.length) : undefined;
}

export const ports = { redis: 6379, lobby: 6380, sentinel: 26379, exporter: 9121 } as const;

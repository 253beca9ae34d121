/** Every name that a ZookeeperCluster's objects and members have, derived from the cluster's own name. */
export type Names = {
  readonly cluster: string;
  readonly namespace: string;
  /** StatefulSet, client Service, ServiceAccount, disruption budget. */
  readonly data: string;
  readonly headless: string;
  readonly config: string;
  readonly internalSecret: string;
  readonly bindingSecret: string;
  /** The cluster's own authority, with its key; mounted nowhere. */
  readonly authoritySecret: string;
  /** The certificate that all members share, and whom they trust. */
  readonly certificatesSecret: string;
  /** Domain of the headless Service: a member's host is `<pod>.<headlessDomain>`. */
  readonly headlessDomain: string;
};

export type NamesInput = { readonly namespace: string; readonly name: string; readonly clusterDomain: string };

export function namesOf({ namespace, name, clusterDomain }: NamesInput): Names {
  const data = `${name}-zookeeper`;
  const headless = `${data}-nodes`;
  return {
    cluster: name,
    namespace,
    data,
    headless,
    config: `${data}-config`,
    internalSecret: `${data}-internal`,
    bindingSecret: `${data}-binding`,
    authoritySecret: `${data}-ca`,
    certificatesSecret: `${data}-certificates`,
    headlessDomain: `${headless}.${namespace}.svc.${clusterDomain}`,
  };
}

/** Where a user's password is, unless the user brings an own Secret, and what is mounted to connect. */
export type ClientSecretNames = { readonly auth: string; readonly binding: string };

/** With the user last, so that no user's name makes another one's Secret. */
export function clientSecretNames({ data }: Names, user: string): ClientSecretNames {
  return { auth: `${data}-auth-${user}`, binding: `${data}-user-${user}` };
}

/** The node that is a user's. */
export function chrootOf({ name, chroot }: { readonly name: string; readonly chroot?: string }): string {
  return chroot ?? `/${name}`;
}

export function hostOf(names: Names, pod: string): string {
  return `${pod}.${names.headlessDomain}`;
}

/** Ids begin at 1, ordinals at 0. */
export function idOf(ordinal: number): number {
  return ordinal + 1;
}

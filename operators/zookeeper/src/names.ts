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

export function hostOf(names: Names, pod: string): string {
  return `${pod}.${names.headlessDomain}`;
}

/** Ids begin at 1, ordinals at 0. */
export function idOf(ordinal: number): number {
  return ordinal + 1;
}

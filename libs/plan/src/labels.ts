/** The labels on everything that an operator makes; selectors use only name, instance and component. */
export const partOf = 'dataservices';

export const labelKeys = {
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  component: 'app.kubernetes.io/component',
  managedBy: 'app.kubernetes.io/managed-by',
  partOf: 'app.kubernetes.io/part-of',
  version: 'app.kubernetes.io/version',
  cluster: 'dataservices.dev/cluster',
  role: 'dataservices.dev/role',
} as const;

export const annotationKeys = {
  /** On what clients read, RFC 3339: since when it has shown the certificate authorities that it shows. */
  authoritiesSince: 'dataservices.dev/authorities-since',
  /** On a pod: the certificates that it is to load. A pod that changes is looked after by its kubelet at once, mounted Secrets included. */
  certificates: 'dataservices.dev/certificates',
  clusterId: 'dataservices.dev/cluster-id',
  /** Of what a pod started with and may change without a restart. */
  configHash: 'dataservices.dev/config-hash',
  dryRun: 'dataservices.dev/dry-run',
  /** On a binding Secret: since when it shows its password. */
  passwordSince: 'dataservices.dev/password-since',
  /** On a pod: the passwords that it is to use, as `certificates`. */
  passwords: 'dataservices.dev/passwords',
  podHash: 'dataservices.dev/pod-hash',
  /** On the Secret of the internal passwords: the request for which they were last changed. */
  rotation: 'dataservices.dev/rotation',
  /** On a volume claim that was kept when its member left. */
  retired: 'dataservices.dev/retired',
  /** One-shot requests, each with a token of its own. */
  recoverFrom: 'dataservices.dev/recover-from',
  replaceMember: 'dataservices.dev/replace-member',
  restart: 'dataservices.dev/restart',
  rotatePasswords: 'dataservices.dev/rotate-passwords',
  switchOver: 'dataservices.dev/switch-over',
} as const;

export type Component = { readonly service: string; readonly instance: string; readonly component: string };

/** What selects the pods of one component, and nothing else in the namespace. */
export function selectorLabels({ service, instance, component }: Component): Readonly<Record<string, string>> {
  return { [labelKeys.name]: service, [labelKeys.instance]: instance, [labelKeys.component]: component };
}

/** What selects the pods of all components of a cluster. Charts of others label theirs with name and instance as well, but not with the cluster. */
export function memberLabels({ service, instance }: Omit<Component, 'component'>): Readonly<Record<string, string>> {
  return { [labelKeys.name]: service, [labelKeys.cluster]: instance };
}

export function objectLabels(component: Component): Readonly<Record<string, string>> {
  return {
    ...selectorLabels(component),
    [labelKeys.managedBy]: `dataservices-${component.service}`,
    [labelKeys.partOf]: partOf,
    [labelKeys.cluster]: component.instance,
  };
}

/** The selector in the text form that a scale subresource reports. */
export function selectorText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',');
}

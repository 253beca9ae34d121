/** One verb on one resource, as roles grant it: `apps/statefulsets`, `/pods`, `dataservices.dev/redisclusters/status`. */
export type Permission = { readonly account: string; readonly resource: string; readonly verb: string };

/** A permission that nobody used, with the reason where that is no wonder. */
export type UnusedPermission = Permission & { readonly reason?: string };

export type Role = {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly {
    readonly apiGroups?: readonly string[];
    readonly resources?: readonly string[];
    readonly verbs: readonly string[];
  }[];
};

export type Binding = {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
};

/** What roles grant to the service accounts of a namespace, each permission once, however many namespaces it is granted in. */
export function grantedPermissions(roles: readonly Role[], bindings: readonly Binding[], namespace: string): readonly Permission[] {
  const granted = bindings.flatMap(({ metadata, roleRef, subjects = [] }) => {
    const role = roles.find(
      ({ kind, metadata: own }) =>
        kind === roleRef.kind && own.name === roleRef.name && (kind === 'ClusterRole' || own.namespace === metadata.namespace),
    );
    const accounts = subjects.filter((subject) => subject.kind === 'ServiceAccount' && subject.namespace === namespace);
    return accounts.flatMap(({ name }) => permissionsOf(name, role));
  });
  return [...new Map(granted.map((permission) => [keyOf(permission), permission])).values()];
}

function permissionsOf(account: string, role: Role | undefined): readonly Permission[] {
  return (role?.rules ?? []).flatMap(({ apiGroups = [], resources = [], verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ account, resource: `${group}/${resource}`, verb }))),
    ),
  );
}

/** An event of the API server's audit log, as far as it is read here. */
type AuditEvent = {
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly apiGroup?: string; readonly resource?: string; readonly subresource?: string };
  readonly annotations?: Readonly<Record<string, string>>;
};

/**
 * What the service accounts of a namespace asked for and were allowed.
 *
 * @param lines of the audit log; what is no JSON is left out, as the last line may be
 */
export function usedPermissions(lines: Iterable<string>, namespace: string): readonly Permission[] {
  const prefix = `system:serviceaccount:${namespace}:`;
  const used = new Map<string, Permission>();
  for (const line of lines) {
    const event = parseEvent(line);
    if (event?.objectRef?.resource === undefined || !event.user.username.startsWith(prefix)) continue;
    if (event.annotations?.['authorization.k8s.io/decision'] !== 'allow') continue;
    const { apiGroup = '', resource, subresource } = event.objectRef;
    const path = subresource === undefined ? resource : `${resource}/${subresource}`;
    const permission = { account: event.user.username.slice(prefix.length), resource: `${apiGroup}/${path}`, verb: event.verb };
    used.set(keyOf(permission), permission);
  }
  return [...used.values()];
}

function parseEvent(line: string): AuditEvent | undefined {
  try {
    return JSON.parse(line) as AuditEvent;
  } catch {
    return undefined;
  }
}

/** What is granted and was not used, sorted. */
export function unusedPermissions(granted: readonly Permission[], used: readonly Permission[]): readonly Permission[] {
  const keys = new Set(used.map(keyOf));
  return granted.filter((permission) => !keys.has(keyOf(permission))).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ account, resource, verb }: Permission): string {
  return `${account} ${resource} ${verb}`;
}

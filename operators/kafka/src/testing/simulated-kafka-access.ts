import type { AclEntry, QuotaChange, QuotaEntity, QuotaView, ScramChange, ScramUserView } from '../client/port.ts';

/** Who may do what, as far as the operator sets it. */
export type SimulatedAccess = {
  readonly users: readonly ScramUserView[];
  readonly acls: readonly AclEntry[];
  readonly quotas: readonly QuotaView[];
};

export const noAccess: SimulatedAccess = { users: [], acls: [], quotas: [] };

export function alterUsers(access: SimulatedAccess, changes: readonly ScramChange[]): SimulatedAccess {
  return { ...access, users: changes.reduce(alterUser, access.users) };
}

function alterUser(
  users: readonly ScramUserView[],
  { user, mechanism, password, iterations = 4096 }: ScramChange,
): readonly ScramUserView[] {
  const others = users.filter((each) => each.user !== user);
  const kept = (users.find((each) => each.user === user)?.credentials ?? []).filter((each) => each.mechanism !== mechanism);
  const credentials = password === undefined ? kept : [...kept, { mechanism, iterations }];
  return credentials.length === 0 ? others : [...others, { user, credentials }];
}

export function addAcls(access: SimulatedAccess, entries: readonly AclEntry[]): SimulatedAccess {
  return { ...access, acls: [...withoutAcls(access, entries).acls, ...entries] };
}

export function withoutAcls(access: SimulatedAccess, entries: readonly AclEntry[]): SimulatedAccess {
  const gone = new Set(entries.map(aclKey));
  return { ...access, acls: access.acls.filter((each) => !gone.has(aclKey(each))) };
}

export function alterQuotas(access: SimulatedAccess, changes: readonly QuotaChange[]): SimulatedAccess {
  return { ...access, quotas: changes.reduce(alterQuota, access.quotas) };
}

function alterQuota(views: readonly QuotaView[], { entity, quotas }: QuotaChange): readonly QuotaView[] {
  const known = views.find((each) => isSameEntity(each.entity, entity))?.quotas ?? {};
  const entries = Object.entries({ ...known, ...quotas }).filter((entry): entry is [string, number] => entry[1] !== undefined);
  const others = views.filter((each) => !isSameEntity(each.entity, entity));
  return entries.length === 0 ? others : [...others, { entity, quotas: Object.fromEntries(entries) }];
}

export function isSameEntity(a: QuotaEntity, b: QuotaEntity): boolean {
  return a.user === b.user && a.clientId === b.clientId;
}

function aclKey({ resourceType, resourceName, pattern, principal, host, operation, permission }: AclEntry): string {
  return JSON.stringify([resourceType, resourceName, pattern, principal, host, operation, permission]);
}

import type { AclEntry, AclFilter, AclOperation, AclResourceType } from '../views.ts';
import type { Api } from '../wire/api.ts';
import { array, int8, int16, int32, nullableString, string, struct, type ValueOf } from '../wire/codec.ts';
import type { Ask } from './ask.ts';
import { checkAnswer } from './check-answer.ts';

const entry = { principal: string, host: string, operation: int8, permission: int8 };
const filter = struct({
  resourceType: int8,
  resourceName: nullableString,
  pattern: int8,
  principal: nullableString,
  host: nullableString,
  operation: int8,
  permission: int8,
});
const found = struct({
  throttleMs: int32,
  error: int16,
  message: nullableString,
  resources: array(struct({ resourceType: int8, resourceName: string, pattern: int8, entries: array(struct(entry)) })),
});
const resource = { resourceType: int8, resourceName: string, pattern: int8 };
const creation = struct({ entries: array(struct({ ...resource, ...entry })) });
const created = struct({ throttleMs: int32, entries: array(struct({ error: int16, message: nullableString })) });
const deletion = struct({ filters: array(filter) });
const match = struct({ error: int16, message: nullableString, ...resource, ...entry });
const deleted = struct({
  throttleMs: int32,
  filters: array(struct({ error: int16, message: nullableString, matches: array(match) })),
});

export const describeAclsApi: Api<ValueOf<typeof filter>, ValueOf<typeof found>> = {
  key: 29,
  name: 'DescribeAcls',
  versions: [{ version: 3, request: filter, answer: found }],
};
export const createAclsApi: Api<ValueOf<typeof creation>, ValueOf<typeof created>> = {
  key: 30,
  name: 'CreateAcls',
  versions: [{ version: 3, request: creation, answer: created }],
};
export const deleteAclsApi: Api<ValueOf<typeof deletion>, ValueOf<typeof deleted>> = {
  key: 31,
  name: 'DeleteAcls',
  versions: [{ version: 3, request: deletion, answer: deleted }],
};

const any = 1;
const resourceTypes: Readonly<Record<AclResourceType, number>> = {
  topic: 2,
  group: 3,
  cluster: 4,
  transactionalId: 5,
  delegationToken: 6,
  user: 7,
};
const patterns: Readonly<Record<AclEntry['pattern'], number>> = { literal: 3, prefixed: 4 };
const operations: Readonly<Record<AclOperation, number>> = {
  all: 2,
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  clusterAction: 9,
  describeConfigs: 10,
  alterConfigs: 11,
  idempotentWrite: 12,
  createTokens: 13,
  describeTokens: 14,
};
const permissions: Readonly<Record<AclEntry['permission'], number>> = { deny: 2, allow: 3 };

export async function describeAcls(ask: Ask, { principal }: AclFilter): Promise<readonly AclEntry[]> {
  const answer = await ask(describeAclsApi, {
    resourceType: any,
    resourceName: null,
    pattern: any,
    principal: principal ?? null,
    host: null,
    operation: any,
    permission: any,
  });
  checkAnswer('describing access rules', answer);
  return answer.resources.flatMap(({ entries, ...of }) => entries.flatMap((each) => entryOf({ ...of, ...each }) ?? []));
}

export async function createAcls(ask: Ask, entries: readonly AclEntry[]): Promise<void> {
  const answer = await ask(createAclsApi, { entries: entries.map(numbersOf) });
  answer.entries.forEach((each, index) => {
    checkAnswer(`adding the access rule of ${entries[index]?.principal}`, each);
  });
}

export async function deleteAcls(ask: Ask, entries: readonly AclEntry[]): Promise<void> {
  const answer = await ask(deleteAclsApi, { filters: entries.map(numbersOf) });
  for (const each of answer.filters) {
    checkAnswer('deleting access rules', each);
    for (const one of each.matches) checkAnswer(`deleting an access rule of ${one.principal}`, one);
  }
}

function numbersOf({ resourceType, resourceName, pattern, principal, host, operation, permission }: AclEntry) {
  return {
    resourceType: resourceTypes[resourceType],
    resourceName,
    pattern: patterns[pattern],
    principal,
    host,
    operation: operations[operation],
    permission: permissions[permission],
  };
}

/** Undefined for kinds that a newer Kafka may have: who did not make them has no business with them. */
function entryOf({ resourceName, principal, host, ...of }: ReturnType<typeof numbersOf>): AclEntry | undefined {
  const resourceType = nameIn(resourceTypes, of.resourceType);
  const [pattern, operation, permission] = [
    nameIn(patterns, of.pattern),
    nameIn(operations, of.operation),
    nameIn(permissions, of.permission),
  ];
  if (resourceType === undefined || pattern === undefined || operation === undefined || permission === undefined) return undefined;
  return { resourceType, resourceName, pattern, principal, host, operation, permission };
}

function nameIn<K extends string>(names: Readonly<Record<K, number>>, id: number): K | undefined {
  return (Object.keys(names) as K[]).find((name) => names[name] === id);
}

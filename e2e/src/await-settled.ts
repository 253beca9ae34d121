import { type KubeClient, resources } from '@dataservices/kube';
import { isSameRequest, type RequestName, type RequestRecord, readRequest } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';

/** A custom resource of this project, with what all kinds say of themselves. */
export type Settling = StoredObject & {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason: string; readonly message: string }[];
    readonly requests?: readonly RequestRecord[];
  };
};

const kinds = [
  resources.redisClusters,
  resources.zookeeperClusters,
  resources.rabbitmqClusters,
  resources.kafkaClusters,
  resources.autoScalers,
];
const requestNames = [
  'recover-from',
  'replace-member',
  'restart',
  'rotate-passwords',
  'switch-over',
] as const satisfies readonly RequestName[];
const wanted = ['Ready', 'Settled'];

/** Returns when every custom resource of a namespace is as it asks to be, and each of its requests has come to an end. */
export async function awaitSettled(kube: KubeClient, namespace: string, after: string): Promise<void> {
  const list = async () => (await Promise.all(kinds.map((kind) => kube.list<Settling>(kind, { namespace })))).flatMap(({ items }) => items);
  await waitUntil(async () => (await list()).every((object) => whyUnsettled(object) === undefined), {
    what: `everything in ${namespace} to settle after ${after}`,
    timeoutMs: 300_000,
    intervalMs: 500,
    explain: async () => (await list()).map((object) => `${object.kind} ${object.metadata.name}: ${whyUnsettled(object)}`).join('\n'),
  });
}

/** What an object still waits for, in a sentence; undefined where it waits for nothing. */
export function whyUnsettled({ kind, metadata, status }: Settling): string | undefined {
  if (status?.observedGeneration !== metadata.generation)
    return `generation ${metadata.generation} was not looked at, ${status?.observedGeneration} was`;
  const asked = requestNames.flatMap((name) => readRequest(metadata.annotations, name) ?? []);
  const open = asked.find((request) => !status?.requests?.some((record) => isSameRequest(record, request) && record.state !== 'Running'));
  if (open !== undefined) return `${open.name} ${open.token} has not come to an end`;
  // An AutoScaler has no state of rest: it looks and decides again and again.
  if (kind === resources.autoScalers.kind) return undefined;
  const conditions = wanted.map((type) => status?.conditions?.find((condition) => condition.type === type) ?? { type, status: 'missing' });
  const missed = conditions.find((condition) => condition.status !== 'True');
  return missed && Object.values(missed).join(' ');
}

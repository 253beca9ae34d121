import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import type { TestBed } from './test-bed.ts';

type Node = StoredObject & {
  readonly spec?: { readonly unschedulable?: boolean; readonly taints?: readonly { readonly effect: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
};

/** After an outage of the API server, nodes count as lost until their kubelets have reported again. */
const timeoutMs = 90_000;

/** A node that takes pods, other than `avoid`; waits until there is one. @throws Error where none comes */
export function pickNode({ kube }: TestBed, avoid: string | undefined): Promise<string> {
  return waitUntil(
    async () => {
      const { items } = await kube.list<Node>(resources.nodes);
      return items.find((candidate) => candidate.metadata.name !== avoid && takesPods(candidate))?.metadata.name ?? false;
    },
    { what: `a node other than ${avoid ?? 'none'} to take pods of clients`, timeoutMs, intervalMs: 500 },
  );
}

function takesPods({ spec, status }: Node): boolean {
  const isReady = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
  return isReady && spec?.unschedulable !== true && (spec?.taints ?? []).every(({ effect }) => effect === 'PreferNoSchedule');
}

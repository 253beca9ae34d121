import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { TestBed } from './test-bed.ts';

type Node = StoredObject & {
  readonly spec?: { readonly unschedulable?: boolean; readonly taints?: readonly { readonly effect: string }[] };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
};

/** A node that takes pods, other than `avoid`. @throws Error where there is none */
export async function pickNode({ kube }: TestBed, avoid: string | undefined): Promise<string> {
  const { items } = await kube.list<Node>(resources.nodes);
  const node = items.find((candidate) => candidate.metadata.name !== avoid && takesPods(candidate));
  if (node === undefined) throw new Error(`no node but ${avoid ?? 'none'} takes pods: the clients have nowhere to run`);
  return node.metadata.name;
}

function takesPods({ spec, status }: Node): boolean {
  const isReady = status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
  return isReady && spec?.unschedulable !== true && (spec?.taints ?? []).every(({ effect }) => effect === 'PreferNoSchedule');
}

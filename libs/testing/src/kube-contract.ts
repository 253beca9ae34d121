import type { Kube } from '@dataservices/kube';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { describeApplyContract } from './kube-contract-apply.ts';
import { describeConflicts } from './kube-contract-conflicts.ts';
import type { Given } from './kube-contract-given.ts';
import { describeJsonPatch } from './kube-contract-json-patch.ts';
import { describeReads } from './kube-contract-reads.ts';
import { describeRemovals } from './kube-contract-removals.ts';
import { describeScale } from './kube-contract-scale.ts';
import { describeWatch } from './kube-contract-watch.ts';
import { describeWrites } from './kube-contract-writes.ts';

export type KubeContract = {
  /** Called once. The namespace must exist and be empty. */
  readonly open: () => Promise<{ readonly kube: Kube; readonly namespace: string }>;
};

let sequence = 0;

/** The same tests for every implementation of Kube, so that what passes on the fake holds on a real server. */
export function describeKubeContract(title: string, contract: KubeContract): void {
  describe(title, () => {
    let kube: Kube;
    let at: { namespace: string; name: string };
    let namespace: string;

    beforeAll(async () => {
      ({ kube, namespace } = await contract.open());
    });
    beforeEach(() => {
      sequence += 1;
      at = { namespace, name: `object-${sequence}` };
    });
    afterAll(() => kube.close());

    const given: Given = () => ({ kube, at });
    describeReads(given);
    describeWrites(given);
    describeJsonPatch(given);
    describeScale(given);
    describeRemovals(given);
    describeApplyContract(given);
    describeConflicts(given);
    describeWatch(given);
  });
}

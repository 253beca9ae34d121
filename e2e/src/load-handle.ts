import { type Ref, resources } from '@dataservices/kube';
import type { FaultReport } from '../client/src/fault-mark.ts';
import type { LoadState } from '../client/src/ledger.ts';
import { loadPort } from './load-pod.ts';
import type { TestBed } from './test-bed.ts';

export type { FaultReport, LoadState };

/** A client in the cluster that writes until it is told to finish. */
export type LoadHandle<Summary> = {
  readonly name: string;
  readonly state: () => Promise<LoadState>;
  /** From here on gaps are reported under this name as well. */
  readonly mark: (name: string) => Promise<FaultReport>;
  /** Ends writing and reads every acknowledged write back. */
  readonly finish: () => Promise<Summary>;
  /** Lines of JSON, of a client that keeps a history. */
  readonly history: () => Promise<string>;
  /** Removes the pod. */
  readonly remove: () => Promise<void>;
};

/** The client in a pod that has been created. */
export function openLoad<Summary>({ podHttp, kube }: TestBed, { namespace, name }: Required<Ref>): LoadHandle<Summary> {
  const address = { namespace, pod: name, port: loadPort };
  return {
    name,
    state: () => podHttp.getJson<LoadState>(address, '/state'),
    mark: (mark) => podHttp.postJson<FaultReport>(address, `/mark?name=${encodeURIComponent(mark)}`),
    finish: () => podHttp.postJson<Summary>(address, '/finish'),
    history: () => podHttp.getText(address, '/history'),
    async remove() {
      await kube.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0 });
    },
  };
}

import type { KubeObject } from '@dataservices/plan';
import { service } from '@dataservices/resources';
import { type Listener, listenersOf } from '../listeners.ts';
import { setOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { listenerServiceName, withOrdinal } from '../places.ts';
import { neededOrdinals } from '../plan/needed-ordinals.ts';
import { metadata, selectorOf } from './metadata.ts';

/** For clients outside of the Kubernetes cluster: a Service for each broker, since only its leader serves a partition, and one to begin with. */
export function listenerServices(observed: Observed): readonly KubeObject[] {
  const ordinals = Array.from({ length: neededOrdinals(observed, 'broker') }, (_, ordinal) => ordinal);
  return listenersOf(observed.cluster)
    .filter(({ type }) => type !== 'Internal')
    .flatMap((listener) => [
      listenerService(observed, listener),
      ...ordinals.map((ordinal) => listenerService(observed, listener, ordinal)),
    ]);
}

function listenerService(observed: Observed, listener: Listener, ordinal?: number): KubeObject {
  const { names } = observed;
  const { name, port, type, service: spec } = listener;
  const { labels, loadBalancerClass, externalTrafficPolicy } = spec;
  const pod = ordinal === undefined ? {} : { 'statefulset.kubernetes.io/pod-name': `${setOf(names, 'broker')}-${ordinal}` };
  return service({
    metadata: metadata(observed, listenerServiceName(names, listener, ordinal), { labels, annotations: annotationsOf(listener, ordinal) }),
    selector: { ...selectorOf(observed), ...pod },
    ports: [{ name, port }],
    spec: {
      type,
      ...(loadBalancerClass !== undefined && { loadBalancerClass }),
      ...(externalTrafficPolicy !== undefined && { externalTrafficPolicy }),
    },
  });
}

/** One that names a broker has no meaning for the Service of all of them. */
function annotationsOf({ service: { annotations = {} } }: Listener, ordinal: number | undefined): Readonly<Record<string, string>> {
  const entries = Object.entries(annotations);
  if (ordinal !== undefined) return Object.fromEntries(entries.map(([key, value]) => [key, withOrdinal(value, ordinal)]));
  return Object.fromEntries(entries.filter(([, value]) => withOrdinal(value, 0) === value));
}

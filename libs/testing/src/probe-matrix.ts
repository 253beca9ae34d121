import { type KubeObject, labelKeys } from '@dataservices/plan';
import { letsIn, type ProbedPod, type ProbeSource } from './network-probe.ts';

type Container = { readonly ports?: readonly { readonly containerPort: number }[] };
type Workload = KubeObject & {
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly labels: ProbedPod['labels'] };
      readonly spec: { readonly containers: readonly Container[] };
    };
  };
};

const system = 'dataservices-system';
const operatorLabels = { [labelKeys.name]: 'dataservices-operator', [labelKeys.instance]: 'dataservices' };

/** As the chart says it. */
export const operatorPeers = [
  { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': system } }, podSelector: { matchLabels: operatorLabels } },
];

/** A peer for `spec.networkPolicy.metrics`, which is `prometheus` of the matrix. */
export const prometheusPeer = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
  podSelector: { matchLabels: { app: 'prometheus' } },
};

/** A peer for `spec.networkPolicy.clients`, which is `outside` of the matrix. */
export const outsidePeer = { ipBlock: { cidr: '203.0.113.0/24' } };

function sourcesFor(name: string, members: readonly ProbedPod[]): Readonly<Record<string, readonly ProbeSource[]>> {
  const [{ namespace, labels } = { namespace: '', labels: {} }] = members;
  const another = { [labelKeys.name]: name, [labelKeys.instance]: 'other', [labelKeys.cluster]: 'other' };
  // A chart of others may well label its pods as ours are, but for the cluster.
  const alike = Object.fromEntries(Object.entries(labels).filter(([key]) => key !== labelKeys.cluster));
  return {
    members,
    operator: [{ namespace: system, labels: operatorLabels }],
    neighbours: [
      { namespace, labels: { app: 'shop' } },
      { namespace, labels: another },
      { namespace, labels: alike },
    ],
    prometheus: [{ namespace: 'monitoring', labels: { app: 'prometheus' } }],
    outside: [{ address: '203.0.113.7' }],
    strangers: [
      { namespace: 'other', labels: { ...labels } },
      { namespace: 'other', labels: operatorLabels },
      { namespace: system, labels: { app: 'dashboard' } },
      { namespace: 'monitoring', labels: { app: 'grafana' } },
      { address: '198.51.100.7' },
    ],
  };
}

/**
 * Who may connect to which port of the pods of a cluster, by what its NetworkPolicies say: of each StatefulSet, the ports that its containers
 * declare and `more` that they do not, and one on which nothing listens. Of several sources of a name, all must agree.
 */
export function probeMatrix(
  objects: readonly KubeObject[],
  more: Readonly<Record<string, readonly (number | string)[]>> = {},
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const sets = objects.filter((object): object is Workload => object.kind === 'StatefulSet');
  const pods = sets.map((set) => ({
    set: set.metadata.name,
    namespace: set.metadata.namespace ?? '',
    labels: set.spec.template.metadata.labels,
    ports: set.spec.template.spec.containers.flatMap(({ ports = [] }) => ports.map(({ containerPort }) => containerPort)),
  }));
  const sources = sourcesFor(pods[0]?.labels[labelKeys.name] ?? '', pods);
  const admitted = (to: ProbedPod, port: number | string) =>
    Object.entries(sources)
      .filter(([name, probes]) => {
        const answers = new Set(probes.map((from) => letsIn(objects, { from, to, port })));
        if (answers.size > 1) throw new Error(`port ${port}: some ${name} are let in, and others not`);
        return answers.has(true);
      })
      .map(([name]) => name)
      .join(', ');
  return Object.fromEntries(
    pods.map((to) => [to.set, Object.fromEntries([...to.ports, ...(more[to.set] ?? []), 1].map((port) => [port, admitted(to, port)]))]),
  );
}

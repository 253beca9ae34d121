import type { BadSpecCase, SpecCase } from './redis-cluster-cases.ts';

const metric = { name: 'load', query: 'sum(load)', target: { type: 'AverageValue', averageValue: '50' } };
const base = {
  scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart' },
  minReplicas: 3,
  maxReplicas: 7,
  metrics: [metric],
};
const storage = { usedRatioQuery: 'max(used)', maxSize: '100Gi' };
const withTarget = (target: object) => ({ ...base, metrics: [{ ...metric, target }] });
const withUp = (scaleUp: object) => ({ ...base, behavior: { scaleUp } });

export const goodSpecs: readonly SpecCase[] = [
  ['one metric', base],
  ['a fixed size', { ...base, minReplicas: 7 }],
  ['no least size', { ...base, minReplicas: undefined }],
  ['a kind of others', { ...base, scaleTargetRef: { apiVersion: 'example.com/v1', kind: 'Cache', name: 'cart' } }],
  ['a StatefulSet', { ...base, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'a.b' } }],
  ['a target of one value', withTarget({ type: 'Value', value: '800m' })],
  ['an empty behavior', { ...base, behavior: {} }],
  [
    'a whole behavior',
    withUp({
      stabilizationWindowSeconds: 60,
      selectPolicy: 'Min',
      tolerance: '0.05',
      policies: [{ type: 'Pods', value: 1, periodSeconds: 1800 }],
    }),
  ],
  ['sizes', { ...base, sizes: { allowed: [1, 3, 5, 9] } }],
  ['vetoes', { ...base, vetoes: [{ name: 'lag', query: 'max(lag) > bool 0' }] }],
  [
    'a server of its own',
    { ...base, prometheus: { address: 'https://prometheus.monitoring:9090/prom', authSecretName: 'token', tls: { secretName: 'ca' } } },
  ],
  ['storage alone', { ...base, metrics: [], storage }],
  ['a fallback', { ...base, fallback: { replicas: 7 } }],
  ['a dry run', { ...base, mode: 'DryRun' }],
  ['a query of several lines', { ...base, metrics: [{ ...metric, query: 'sum(\n  load\n)' }] }],
];

export const badSpecs: readonly BadSpecCase[] = [
  ['nothing', {}, 'spec.scaleTargetRef'],
  ['min above max', { ...base, minReplicas: 8 }, 'spec.maxReplicas'],
  ['no replicas', { ...base, minReplicas: 0 }, 'spec.minReplicas'],
  [
    'a kind that this project does not have',
    { ...base, scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'EtcdCluster', name: 'cart' } },
    'spec.scaleTargetRef',
  ],
  ['another kind', { ...base, scaleTargetRef: { apiVersion: 'v1', kind: 'Pod', name: 'cart' } }, 'spec.scaleTargetRef'],
  ['no metric', { ...base, metrics: [] }, 'spec.metrics'],
  ['a metric twice', { ...base, metrics: [metric, metric] }, 'spec.metrics'],
  ['no query', { ...base, metrics: [{ ...metric, query: '' }] }, 'spec.metrics[0].query'],
  ['a target of 0', withTarget({ type: 'Value', value: 0 }), 'spec.metrics[0].target.value'],
  ['a target below 0', withTarget({ type: 'Value', value: '-1' }), 'spec.metrics[0].target.value'],
  ['both targets', withTarget({ type: 'Value', value: 1, averageValue: 1 }), 'spec.metrics[0].target'],
  ['the other target', withTarget({ type: 'Value', averageValue: 1 }), 'spec.metrics[0].target'],
  ['a window of more than an hour', withUp({ stabilizationWindowSeconds: 3601 }), 'stabilizationWindowSeconds'],
  ['no policies', withUp({ policies: [] }), 'policies'],
  ['a policy of 0', withUp({ policies: [{ type: 'Pods', value: 0, periodSeconds: 60 }] }), 'policies[0].value'],
  [
    'a period of more than half an hour',
    withUp({ policies: [{ type: 'Pods', value: 1, periodSeconds: 1801 }] }),
    'policies[0].periodSeconds',
  ],
  ['a tolerance below 0', withUp({ tolerance: '-0.1' }), 'tolerance'],
  ['sizes outside of the bounds', { ...base, sizes: { allowed: [1, 9] } }, 'spec.sizes'],
  ['a fallback above the bounds', { ...base, fallback: { replicas: 8 } }, 'spec.fallback'],
  [
    'storage of a StatefulSet',
    { ...base, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'a' }, storage },
    'spec.storage',
  ],
  ['an address of a file', { ...base, prometheus: { address: 'file:///etc/passwd' } }, 'spec.prometheus.address'],
  ['an address with a user', { ...base, prometheus: { address: 'http://a:b@c' } }, 'spec.prometheus.address'],
  ['an unknown mode', { ...base, mode: 'Off' }, 'spec.mode'],
];

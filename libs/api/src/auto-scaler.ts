import type { StoredObject } from '@dataservices/plan';
import { z } from 'zod';
import { behavior } from './auto-scaler-behavior.ts';
import { metrics, promQuery, vetoes } from './auto-scaler-metric.ts';
import { autoScalerStatus } from './auto-scaler-status.ts';
import type { Frozen } from './frozen.ts';
import { objectName } from './names.ts';
import { quantity } from './quantity.ts';
import { withRules } from './rule.ts';

/** What an AutoScaler can scale of the groups that are known; of others the operator's settings say it. */
export const scalableKinds = [
  'dataservices.dev/v1alpha1/RedisCluster',
  'dataservices.dev/v1alpha1/ZookeeperCluster',
  'dataservices.dev/v1alpha1/RabbitmqCluster',
  'dataservices.dev/v1alpha1/KafkaCluster',
  'apps/v1/StatefulSet',
  'apps/v1/Deployment',
] as const;

const scaleTargetRef = withRules(
  z.object({
    apiVersion: z.string().min(1).max(128).describe('Group and version of the target, such as dataservices.dev/v1alpha1.'),
    kind: z
      .string()
      .min(1)
      .max(63)
      .describe(
        'Kind of the target: RedisCluster, ZookeeperCluster, RabbitmqCluster, KafkaCluster, StatefulSet, Deployment, or one with a scale subresource that is named under autoscaler.targets of the chart.',
      ),
    name: objectName().describe('Name of the target, in the same namespace.'),
  }),
  [
    {
      cel: `(self.apiVersion.contains('.') && !self.apiVersion.startsWith('dataservices.dev/')) || self.apiVersion + '/' + self.kind in [${scalableKinds.map((kind) => `'${kind}'`).join(', ')}]`,
      message:
        'the target must be a RedisCluster, a ZookeeperCluster, a RabbitmqCluster or a KafkaCluster of dataservices.dev/v1alpha1, a StatefulSet or a Deployment of apps/v1, or of a kind of another group that is named under autoscaler.targets of the chart',
      holds: ({ apiVersion, kind }) =>
        (apiVersion.includes('.') && !apiVersion.startsWith('dataservices.dev/')) ||
        (scalableKinds as readonly string[]).includes(`${apiVersion}/${kind}`),
    },
  ],
);

const replicaCount = () => z.int32().min(1).max(1000);

const prometheus = z.object({
  address: z
    .string()
    .min(1)
    .max(512)
    .regex(/^https?:\/\/[A-Za-z0-9[][^?#@\s]*$/, 'must be the http or https address of a server, without user, query or fragment')
    .describe(
      "Address of the server, such as http://prometheus.monitoring:9090, with the path that it is served below, if any. Only hosts that the operator's settings allow. Omitted: the operator's own.",
    )
    .exactOptional(),
  authSecretName: objectName()
    .describe('Secret in the same namespace: its key token is sent as a bearer token, or username and password as basic authentication.')
    .exactOptional(),
  tls: z
    .object({
      secretName: objectName().describe(
        'Secret in the same namespace: ca.crt is who is believed, tls.crt and tls.key are shown to the server. Each may be left out.',
      ),
      serverName: objectName().describe("Name that the server's certificate must have. Omitted: that of the address.").exactOptional(),
    })
    .describe('How the server is known, and the operator to the server, over https.')
    .exactOptional(),
});

const sizes = z.object({
  allowed: z
    .array(replicaCount())
    .max(32)
    .meta({ 'x-kubernetes-list-type': 'set' })
    .describe('Sizes that may be chosen, each 1 to 1000. The size moves by one of them at a time, and down only where a whole one fits.'),
});

const gates = z.object({
  waitForTarget: z
    .boolean()
    .describe(
      'true: the size changes only when the target has settled: members ready, nothing rolling or moving. false: at any time, also while members are lost or copy data.',
    )
    .default(true),
  holdAfterManualEditSeconds: z
    .int32()
    .min(0)
    .max(86_400)
    .describe('Seconds for which a size that somebody else has set is left alone, 0 to 86400 (a day).')
    .default(900),
});

const storage = z.object({
  usedRatioQuery: promQuery().describe('PromQL that answers the used part of the fullest volume, between 0 and 1.'),
  abovePercent: z.int32().min(10).max(99).describe('Used part in percent above which the volumes grow, 10 to 99.').default(80),
  growByPercent: z.int32().min(1).max(400).describe('Growth in percent of the size, 1 to 400, rounded up to whole GiB.').default(25),
  maxSize: quantity().describe('Largest size that is asked for.'),
  cooldownSeconds: z
    .int32()
    .min(60)
    .max(604_800)
    .describe('Seconds between two growths, 60 to 604800 (a week). Clouds mostly allow one in six hours.')
    .default(21_600),
});

const fallback = z.object({
  replicas: replicaCount().describe('Size that is asked for at least while a metric is unknown. It only ever raises the size.'),
  afterSeconds: z
    .int32()
    .min(30)
    .max(86_400)
    .describe('Seconds for which a metric must have been unknown, 30 to 86400 (a day).')
    .default(300),
});

const specObject = z.object({
  scaleTargetRef: scaleTargetRef.describe('What is scaled.'),
  minReplicas: replicaCount().describe('Smallest size, 1 to 1000.').default(1),
  maxReplicas: replicaCount().describe('Largest size, 1 to 1000.'),
  prometheus: prometheus.describe('Whom to ask.').prefault({}),
  metrics: metrics.describe('What the size follows: the metric that asks for the most wins. At most 16.').default([]),
  behavior: behavior
    .describe(
      'How fast the size follows, as in the HorizontalPodAutoscaler. Omitted: at most twice the size or 4 a step up, and 300 seconds of waiting down.',
    )
    .exactOptional(),
  sizes: sizes.describe('Which sizes are chosen. Omitted: any.').exactOptional(),
  gates: gates.describe('What has to be so before the size is changed.').prefault({}),
  vetoes: vetoes.describe('What forbids the size to shrink. At most 16.').default([]),
  storage: storage
    .describe('Growth of the volumes of a RedisCluster, ZookeeperCluster, RabbitmqCluster or KafkaCluster. They never shrink.')
    .exactOptional(),
  fallback: fallback.describe('What is asked for while a metric is unknown. Omitted: the size stays.').exactOptional(),
  mode: z
    .enum(['Auto', 'DryRun', 'ScaleUpOnly', 'Paused'])
    .describe('DryRun decides and says so, but changes nothing. ScaleUpOnly never shrinks. Paused asks nothing and does nothing.')
    .default('Auto'),
});

export const autoScalerSpec = withRules(specObject, [
  {
    cel: 'self.minReplicas <= self.maxReplicas',
    message: 'minReplicas must not be above maxReplicas',
    field: 'maxReplicas',
    holds: ({ minReplicas, maxReplicas }) => minReplicas <= maxReplicas,
  },
  {
    cel: 'size(self.metrics) > 0 || has(self.storage)',
    message: 'metrics must have at least one entry, unless storage is to grow only',
    field: 'metrics',
    holds: (spec) => spec.metrics.length > 0 || spec.storage !== undefined,
  },
  {
    cel: '!has(self.sizes) || self.sizes.allowed.exists(s, s >= self.minReplicas && s <= self.maxReplicas)',
    message: 'sizes.allowed must have a size between minReplicas and maxReplicas',
    field: 'sizes',
    holds: ({ sizes: { allowed } = { allowed: undefined }, minReplicas, maxReplicas }) =>
      allowed === undefined || allowed.some((size) => size >= minReplicas && size <= maxReplicas),
  },
  {
    cel: '!has(self.fallback) || self.fallback.replicas <= self.maxReplicas',
    message: 'fallback.replicas must not be above maxReplicas',
    field: 'fallback',
    holds: (spec) => spec.fallback === undefined || spec.fallback.replicas <= spec.maxReplicas,
  },
  {
    cel: "!has(self.storage) || self.scaleTargetRef.apiVersion.startsWith('dataservices.dev/')",
    message: 'storage can grow for kinds of dataservices.dev only',
    field: 'storage',
    holds: ({ storage: growth, scaleTargetRef: { apiVersion } }) => growth === undefined || apiVersion.startsWith('dataservices.dev/'),
  },
]);

export const autoScalerSchema = z.object({
  spec: autoScalerSpec.describe('What is asked for.'),
  status: autoScalerStatus.describe('What was seen and decided.').prefault({}),
});

export type AutoScalerSpec = Frozen<z.output<typeof autoScalerSpec>>;
export type AutoScalerStatus = Frozen<z.output<typeof autoScalerStatus>>;

/** What a user writes. */
export type AutoScalerSpecInput = Frozen<z.input<typeof autoScalerSpec>>;

export type AutoScaler = StoredObject & {
  readonly metadata: { readonly namespace: string; readonly generation: number };
  readonly spec: AutoScalerSpec;
  readonly status: AutoScalerStatus;
};

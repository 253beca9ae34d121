import { redisRefusedKeys } from '../src/redis-refused-keys.ts';
import { badNetworkPolicies, goodNetworkPolicies } from './network-policy-cases.ts';
import { lineEnds, lookUps } from './setting-cases.ts';

/** Specs that admission and the operator must judge alike. */
export type SpecCase = readonly [name: string, spec: object];
/** `field` is what a refusal must name. */
export type BadSpecCase = readonly [name: string, spec: object, field: string];

export const goodSpecs: readonly SpecCase[] = [
  ...goodNetworkPolicies,
  ['nothing', {}],
  ['no members', { replicas: 0 }],
  ['a hundred members', { replicas: 100 }],
  ['more replicas asked for than there are, so that scaling never fails', { replicas: 2, durability: { minReplicasToWrite: 5 } }],
  [
    'an image of one’s own',
    { version: '7.2.5', image: 'registry.example:5000/team/redis@sha256:0123abcd', imagePullSecrets: [{ name: 'pull' }] },
  ],
  ...lookUps('save'),
  [
    'settings',
    { config: { maxmemory: '100mb', 'maxmemory-policy': 'allkeys-lru', timeout: 30, save: '', 'notify-keyspace-events': 'KEA' } },
  ],
  ['a setting with quotes and a backslash', { config: { 'proc-note': 'a "b" \\ c' } }],
  ['the longest setting', { config: { 'latency-note': 'x'.repeat(1024) } }],
  ['resources', { resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: 2, memory: '1Gi' } } }],
  ['a quantity as a number', { storage: { size: 1073741824 } }],
  ['ephemeral storage', { storage: { ephemeral: true, size: '100Mi' } }],
  ['a load balancer', { service: { type: 'LoadBalancer', loadBalancerClass: 'example.com/internal', externalTrafficPolicy: 'Local' } }],
  ['a port more', { service: { extraPorts: [{ name: 'metrics', port: 9121, targetPort: 'metrics' }] } }],
  ['one sentinel', { sentinel: { replicas: 1, quorum: 1 } }],
  ['an even number of sentinels', { sentinel: { replicas: 4 } }],
  ['no append-only file', { durability: { appendOnly: 'no' } }],
  [
    'placement',
    {
      pod: {
        tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'redis', effect: 'NoExecute', tolerationSeconds: 30 }],
        nodeSelector: { 'kubernetes.io/arch': 'amd64' },
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd'] }] }],
            },
          },
        },
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', matchLabelKeys: ['a'] },
        ],
        labels: { team: 'shop' },
        annotations: { 'example.com/note': 'any text\nof more lines' },
        securityContext: { runAsUser: 999, fsGroup: 999 },
      },
    },
  ],
  ['a certificate of one’s own', { tls: { mode: 'Enabled', secretName: 'cart-tls' } }],
  [
    'users',
    {
      auth: { secretName: 'app-password', previousPasswordSeconds: 0 },
      users: [
        {
          name: 'reporting',
          permissions: ['+@read', '-@dangerous', '+xadd', '-client|list', '+client|list', '%R~cart:*', '~a{b}[0-9]^?*', '&e:*'],
        },
        {
          name: 'everything',
          secretName: 'my.secret',
          permissions: ['allkeys', 'allchannels', '+@all', '+slowlog|get', '+json.set', '+role'],
        },
        { name: 'nobody' },
      ],
    },
  ],
  ['an unknown field', { replicaz: 3 }],
];

const longMap = (entries: number) => Object.fromEntries(Array.from({ length: entries }, (_, index) => [`key-${index}`, 1]));

export const badSpecs: readonly BadSpecCase[] = [
  ...badNetworkPolicies,
  ['too many members', { replicas: 101 }, 'spec.replicas'],
  ['fewer than no members', { replicas: -1 }, 'spec.replicas'],
  ['half a member', { replicas: 2.5 }, 'spec.replicas'],
  ['replicas as text', { replicas: '3' }, 'spec.replicas'],
  ['a version of two parts', { version: '8.0' }, 'spec.version'],
  ['a version as a number', { version: 8 }, 'spec.version'],
  ['a tag as version', { version: '8.0.2-alpine' }, 'spec.version'],
  ['a version that is too old', { version: '6.2.14' }, 'spec.version'],
  ['an image with a space', { image: 'redis 8' }, 'spec.image'],
  ['an unknown pull policy', { imagePullPolicy: 'Sometimes' }, 'spec.imagePullPolicy'],
  ['no size', { storage: { size: '0' } }, 'spec.storage.size'],
  ['a negative size', { storage: { size: '-1Gi' } }, 'spec.storage.size'],
  ['a size without a unit that exists', { storage: { size: '10GB' } }, 'spec.storage.size'],
  ['an ephemeral volume of a class', { storage: { ephemeral: true, className: 'fast' } }, 'spec.storage.className'],
  ['an unknown retention', { storage: { whenDeleted: 'Keep' } }, 'spec.storage.whenDeleted'],
  ['a request above its limit', { resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } }, 'spec.resources.requests'],
  ['a negative limit', { resources: { limits: { cpu: '-1' } } }, 'spec.resources.limits'],
  ['a Secret of another namespace', { auth: { secretName: 'other/secret' } }, 'spec.auth.secretName'],
  ['a certificate without TLS', { tls: { secretName: 'cart-tls' } }, 'spec.tls.secretName'],
  ['metrics as a boolean', { metrics: { mode: true } }, 'spec.metrics.mode'],
  ['a class without a load balancer', { service: { loadBalancerClass: 'a.b/c' } }, 'spec.service.loadBalancerClass'],
  ['a traffic policy without traffic', { service: { externalTrafficPolicy: 'Local' } }, 'spec.service.externalTrafficPolicy'],
  ['a label of the operator', { service: { labels: { 'dataservices.dev/role': 'master' } } }, 'spec.service.labels'],
  ['a pod label of the operator', { pod: { labels: { 'app.kubernetes.io/name': 'x' } } }, 'spec.pod.labels'],
  ['a label key that is none', { pod: { labels: { 'a b': 'x' } } }, 'spec.pod.labels'],
  ['a label value that is none', { pod: { labels: { a: 'b c' } } }, 'spec.pod.labels.a'],
  [
    'a port twice',
    {
      service: {
        extraPorts: [
          { name: 'a', port: 1 },
          { name: 'a', port: 2 },
        ],
      },
    },
    'spec.service.extraPorts',
  ],
  ['root', { pod: { securityContext: { runAsUser: 0 } } }, 'spec.pod.securityContext.runAsUser'],
  ['an unknown effect', { pod: { tolerations: [{ effect: 'Perhaps' }] } }, 'spec.pod.tolerations'],
  [
    'a constraint without a key',
    { pod: { topologySpreadConstraints: [{ maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' }] } },
    'topologyKey',
  ],
  [
    'more tolerations than fit',
    { pod: { tolerations: Array.from({ length: 10_000 }, () => ({ operator: 'Exists' })) } },
    'spec.pod.tolerations',
  ],
  ['no time to stop', { pod: { terminationGracePeriodSeconds: 0 } }, 'spec.pod.terminationGracePeriodSeconds'],
  ['a level that is another service’s', { logging: { level: 'notice' } }, 'spec.logging.level'],
  ['a user twice', { users: [{ name: 'a' }, { name: 'a' }] }, 'spec.users'],
  ['a user of the operator', { users: [{ name: 'replication' }] }, 'users[].name must not be'],
  ['a user in capitals', { users: [{ name: 'Admin' }] }, 'name'],
  ['a user of two lines', { users: [{ name: 'a\nuser' }] }, 'name'],
  ['more users than fit', { users: Array.from({ length: 33 }, (_, at) => ({ name: `u${at}` })) }, 'spec.users'],
  ...(
    [
      ['>secret', 'is no password'],
      ['<secret', 'is no password'],
      [`#${'0'.repeat(64)}`, 'is no password'],
      ['nopass', 'is no password'],
      ['on', 'switches users on and off'],
      ['reset', 'switches users on and off'],
      ['skip-sanitize-payload', 'switches users on and off'],
      ['(+get', 'selectors are not supported'],
      ['+config|get', 'left to the operator'],
      ['+config', 'left to the operator'],
      ['+@admin', 'left to the operator'],
      ['+acl|whoami', 'left to the operator'],
      ['+client|kill', 'left to the operator'],
      ['+replicaof', 'left to the operator'],
      ['+shutdown', 'left to the operator'],
      ['+GET', 'must be one rule'],
      ['get', 'must be one rule'],
      ['+', 'must be one rule'],
      ['~', 'must be one rule'],
      ['+get +set', 'permissions'],
      ['~a\nuser evil on nopass ~* +@all', 'permissions'],
      ['~a\u2028b', 'permissions'],
      ['~"a"', 'permissions'],
      ['~a\\x20', 'permissions'],
      [`~${'a'.repeat(128)}`, 'permissions'],
    ] as const
  ).map(([rule, named]): BadSpecCase => [`the permission ${rule}`, { users: [{ name: 'a', permissions: [rule] }] }, named]),
  ['a month and a second', { auth: { previousPasswordSeconds: 2_592_001 } }, 'spec.auth.previousPasswordSeconds'],
  ['paused as text', { paused: 'yes' }, 'spec.paused'],
  ['no sentinels', { sentinel: { replicas: 0 } }, 'spec.sentinel.replicas'],
  ['a quorum that can never agree', { sentinel: { replicas: 3, quorum: 4 } }, 'spec.sentinel.quorum'],
  ['a quorum of nobody', { sentinel: { quorum: 0 } }, 'spec.sentinel.quorum'],
  ['a hair trigger', { sentinel: { downAfterMilliseconds: 499 } }, 'spec.sentinel.downAfterMilliseconds'],
  ['endless patience', { sentinel: { downAfterMilliseconds: 600_001 } }, 'spec.sentinel.downAfterMilliseconds'],
  ['a master name of two words', { sentinel: { masterName: 'my master' } }, 'spec.sentinel.masterName'],
  ['minus one replica', { durability: { minReplicasToWrite: -1 } }, 'spec.durability.minReplicasToWrite'],
  ['an unknown way to sync', { durability: { appendOnly: 'sometimes' } }, 'spec.durability.appendOnly'],
  ['what YAML makes of an unquoted no', { durability: { appendOnly: false } }, 'spec.durability.appendOnly'],
  ['a service half on', { readOnlyService: 'On' }, 'spec.readOnlyService'],
  ['a setting of YAML’s yes', { config: { activedefrag: true } }, 'spec.config.activedefrag'],
  ['a fraction', { config: { 'active-defrag-ratio': 1.5 } }, 'spec.config.active-defrag-ratio'],
  ['a number that JavaScript would round', { config: { maxmemory: 2 ** 60 } }, 'spec.config.maxmemory'],
  ['a nested setting', { config: { maxmemory: { value: 1 } } }, 'spec.config.maxmemory'],
  ...lineEnds('save'),
  ['a key in capitals', { config: { MaxMemory: 1 } }, 'spec.config'],
  ['a key of two lines', { config: { 'timeout 1\nloadmodule': '/x.so' } }, 'spec.config'],
  ['a key as long as a book', { config: { ['a'.repeat(10_000)]: 1 } }, 'spec.config'],
  ['a key with a dot', { config: { 'a.b': 1 } }, 'spec.config'],
  ['too many settings', { config: longMap(129) }, 'spec.config'],
  ['a second line', { config: { save: 'yes\nloadmodule /x.so' } }, 'spec.config.save'],
  ['a setting of a megabyte', { config: { save: 'x'.repeat(1_000_000) } }, 'spec.config.save'],
];

/** Every refused setting; the message names the very key. */
export const refusedSettings: readonly BadSpecCase[] = redisRefusedKeys
  .flatMap(({ keys }) => keys)
  .map((key) => [key, { config: { [key.replace('*', 'anything')]: 'x' } }, `config.${key} is refused: `]);

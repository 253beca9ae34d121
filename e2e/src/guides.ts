import type { GuidePage } from './guide-steps.ts';

/** Pages that are run one after another in one namespace. */
export type Guide = { readonly name: string; readonly pages: readonly GuidePage[] };

const ownSecret = (name: string) => `kubectl create secret generic ${name} --from-literal=password=chosen-by-a-person`;

/** A merge: what the YAML says nothing about stays as it is. `kubectl apply --server-side` would take back what was applied from a file before. */
const patchOf = (plural: string) => ({ command: `kubectl patch ${plural}.dataservices.dev/cart --type merge --patch "$(cat)"` });

/** The guides whose commands are run. What is not run has its reason here, and nowhere else. */
export const guides: readonly Guide[] = [
  {
    name: 'start',
    pages: [
      {
        page: 'docs/start.md',
        notRun: {
          'npm run demo': 'it brings a cluster of its own',
          'npm run images -- --stage': 'the operators are installed already, for all scenarios',
          'podman build': 'the same',
          'podman push': 'the same',
          'npm run images -- --push': 'there is no such registry',
          'helm install dataservices': 'the same',
          'kubectl --namespace dataservices-system': 'they run, or nothing of this would',
          'kubectl create namespace shop': 'the namespace is there, with the label by which a later run takes it away',
          'kubectl --namespace shop get redisclusters.dataservices.dev cart --watch': 'it never ends',
        },
        prints: {
          'kubectl --namespace shop get dataservices': /cart/,
          'kubectl --namespace shop run try': /^OK/m,
          'kubectl --namespace shop get events': /FoundCluster/,
        },
      },
    ],
  },
  {
    name: 'redis',
    pages: [
      {
        page: 'docs/connect.md',
        before: ['kubectl apply -f examples/redis.yaml'],
        fragments: { command: 'kubectl apply -f -', head: 'apiVersion: v1\nkind: Pod\nmetadata: { name: app }\n' },
        otherFragments: { 'spec:\n  networkPolicy:': patchOf('redisclusters') },
        notRun: {
          'apiVersion: servicebinding.io/v1': 'it is for an operator that is not here',
          '# The names of a Redis': 'chosen at creation: scenarios/redis/cert-manager does it for one of the services',
        },
        after: {
          'spec:\n  containers:': [
            'kubectl wait pod/app --for=condition=Ready --timeout=2m',
            'kubectl exec app -- grep redis://app: /bindings/redis/uri',
          ],
        },
        prints: { 'kubectl describe secret cart-redis-binding': /^password: +\d+ bytes$/m },
      },
      {
        page: 'docs/redis.md',
        before: [ownSecret('worker-password')],
        fragments: patchOf('redisclusters'),
        notRun: {
          'spec:\n  tls:': 'chosen at creation: scenarios/redis/tls does it',
          'apiVersion: cert-manager.io/v1':
            'it is chosen at creation: scenarios/redis/cert-manager does it, with controllers of cert-manager',
        },
        // As the section says: a cluster of the same name, this time on empty volumes.
        after: { 'kubectl delete pvc': ['kubectl apply -f examples/redis.yaml'] },
        prints: { 'kubectl describe redisclusters.dataservices.dev cart': /FoundCluster/ },
      },
      {
        page: 'docs/autoscaling.md',
        fragments: patchOf('autoscalers'),
        notRun: {
          '# values.yaml of the chart dataservices': 'the operators are installed already, for all scenarios',
          'npm run -s simulate': 'it asks a Prometheus on this machine for two days of the past',
        },
        prints: { 'kubectl get autoscalers': /^cart /m, 'npm run -s replay': /"desired"/ },
      },
    ],
  },
  {
    name: 'zookeeper',
    pages: [
      {
        page: 'docs/zookeeper.md',
        before: ['kubectl apply -f examples/zookeeper.yaml'],
        fragments: patchOf('zookeeperclusters'),
        notRun: {
          'kubectl port-forward': 'it never ends',
          'kubectl exec cart-zookeeper-2': 'scenarios/zookeeper/majority-lost runs it, where most volumes are lost',
          'kubectl delete pod cart-zookeeper-2': 'the same',
          'kubectl annotate': 'scenarios/zookeeper/other-ensemble runs it, where there are two ensembles',
        },
      },
    ],
  },
  {
    name: 'rabbitmq',
    pages: [
      {
        page: 'docs/rabbitmq.md',
        before: [ownSecret('my-password'), 'kubectl apply -f examples/rabbitmq.yaml'],
        fragments: patchOf('rabbitmqclusters'),
        notRun: {},
      },
    ],
  },
  {
    name: 'kafka',
    pages: [
      {
        page: 'docs/kafka.md',
        // TLS is chosen at creation. One controller is enough for what is shown, and three take minutes.
        before: [
          ownSecret('my-password'),
          `kubectl patch --local -f examples/kafka-users.yaml --type merge --patch '{"metadata":{"name":"cart"},"spec":{"controllers":{"replicas":1}}}' -o yaml | kubectl apply -f -`,
        ],
        fragments: patchOf('kafkaclusters'),
        notRun: {},
      },
    ],
  },
];

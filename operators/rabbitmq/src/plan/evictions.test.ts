import { annotationKeys } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { classicQueue, node, observed, quorumQueue, rabbitmqCluster, sees, unreachable } from '../testing/observed-builder.ts';
import { mayEvict } from './evictions.ts';
import { plan } from './plan.ts';

const three = [sees('012'), sees('012'), sees('012')];
const away = sees('012', {}, '2');
const alone = { cluster: rabbitmqCluster({ replicas: 1 }), servers: [sees('0', { criticalFor: ['everything'] })] };

test.for([
  ['all is well', observed({ servers: three }), true],
  ['a node is away', observed({ servers: [away, away, unreachable] }), false],
  ['a node is alone by its own account', observed({ servers: [sees('012'), sees('012'), sees('2')] }), false],
  [
    'a member of a queue is away',
    observed({ servers: three, changes: { queues: [quorumQueue('a', '012', { online: [node(0)] })] } }),
    false,
  ],
  ['a member copies', observed({ servers: three, changes: { queues: [quorumQueue('a', '012', { caughtUp: [node(0)] })] } }), false],
  [
    'something would lose its majority',
    observed({ servers: [sees('012', { criticalFor: ['a stream'] }), sees('012'), sees('012')] }),
    false,
  ],
  ['nobody knows of queues', observed({ servers: three, changes: { queues: undefined } }), false],
  ['nobody answers', observed({ servers: [unreachable, unreachable, unreachable] }), false],
  ['of one node everything is critical', observed(alone), true],
  ['a node has not joined yet', observed({ servers: [sees('01'), sees('01'), unreachable] }), true],
  [
    'a node waits for a person before it leaves',
    observed({ cluster: rabbitmqCluster({ replicas: 2 }), servers: three, changes: { queues: [classicQueue('a', 2)] } }),
    true,
  ],
  ['it is stopped', observed({ cluster: rabbitmqCluster({ replicas: 0 }), servers: [] }), true],
] as const)('%s', ([, given, expected]) => {
  expect(mayEvict(given)).toBe(expected);
});

test('paused and in a dry run as well, where the budget is there', () => {
  const stored = {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'cart-rabbitmq', uid: 'uid', resourceVersion: '1' },
  };
  const objects = new Map([['PodDisruptionBudget/cart-rabbitmq', stored]]);
  const paused = rabbitmqCluster({ paused: true });
  const { metadata } = rabbitmqCluster();
  const dry = { ...rabbitmqCluster(), metadata: { ...metadata, annotations: { [annotationKeys.dryRun]: 'true' } } };
  for (const cluster of [paused, dry]) {
    const budgets = (there: typeof objects) =>
      plan(observed({ cluster, servers: [away, away, unreachable], changes: { objects: there } })).applies.filter(
        ({ kind }) => kind === 'PodDisruptionBudget',
      );
    expect(budgets(objects)).toMatchObject([{ spec: { maxUnavailable: 0 } }]);
    expect(budgets(new Map())).toEqual([]);
  }
});

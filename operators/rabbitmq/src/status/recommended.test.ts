import { expect, test } from 'vitest';
import { observed, rabbitmqCluster } from '../testing/observed-builder.ts';
import { recommendedOf } from './recommended.ts';

test.for([
  [{ replicas: 3 }, 'True Recommended'],
  [{ replicas: 1 }, 'True Recommended'],
  [{ replicas: 0 }, 'True Recommended'],
  [{ replicas: 4 }, 'False EvenSize'],
  [{ version: '4.1.0' }, 'False OldVersion'],
  [{ version: '4.2.0' }, 'True Recommended'],
] as const)('%o: %s', ([spec, expected]) => {
  const { status, reason } = recommendedOf(observed({ cluster: rabbitmqCluster(spec), servers: [] }));
  expect(`${status} ${reason}`).toBe(expected);
});

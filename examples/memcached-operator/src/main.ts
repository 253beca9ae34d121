import { runOperator } from '@dataservices/reconcile/run-operator';
import { addMemcachedController } from './memcached-operator.ts';

await runOperator({ name: 'memcached-operator', add: addMemcachedController });

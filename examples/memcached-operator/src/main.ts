import { runOperator } from '@dataservices/reconcile/run-operator';
import { addMemcachedController } from './controller.ts';

await runOperator({ name: 'memcached-operator', add: addMemcachedController });

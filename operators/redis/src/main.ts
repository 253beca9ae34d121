import { runOperator } from '@dataservices/reconcile/run-operator';
import { addRedisController } from './controller.ts';

await runOperator({ name: 'dataservices-redis', add: addRedisController });

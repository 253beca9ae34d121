import { runOperator } from '@dataservices/reconcile';
import { addRedisController } from './controller.ts';

await runOperator({ name: 'dataservices-redis', add: addRedisController });

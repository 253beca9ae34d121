import { runOperator } from '@dataservices/reconcile/run-operator';
import { addRabbitmqController } from './controller.ts';

await runOperator({ name: 'dataservices-rabbitmq', add: addRabbitmqController });

import { runOperator } from '@dataservices/reconcile/run-operator';
import { addKafkaController } from './controller.ts';

await runOperator({ name: 'dataservices-kafka', add: addKafkaController });

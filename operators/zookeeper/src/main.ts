import { runOperator } from '@dataservices/reconcile/run-operator';
import { addZookeeperController } from './controller.ts';

await runOperator({ name: 'dataservices-zookeeper', add: addZookeeperController });

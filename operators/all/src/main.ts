import { addAutoscalerController, readSettings } from '@dataservices/autoscaler';
import { addRabbitmqController } from '@dataservices/rabbitmq';
import { runOperator } from '@dataservices/reconcile/run-operator';
import { addRedisController } from '@dataservices/redis';
import { addZookeeperController } from '@dataservices/zookeeper';

const autoscaling = readSettings(process.env);

/** All operators in one process: one Lease, one set of caches. */
await runOperator({
  name: 'dataservices-operators',
  add: (manager, environment) => {
    addRedisController(manager, environment);
    addZookeeperController(manager, environment);
    addRabbitmqController(manager, environment);
    addAutoscalerController(manager, autoscaling);
  },
});

import { runOperator } from '@dataservices/reconcile/run-operator';
import { addRedisController } from '@dataservices/redis';
import { addZookeeperController } from '@dataservices/zookeeper';

/** All operators in one process: one Lease, one set of caches. */
await runOperator({
  name: 'dataservices-operators',
  add: (manager, environment) => {
    addRedisController(manager, environment);
    addZookeeperController(manager, environment);
  },
});

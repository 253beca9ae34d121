import { runOperator } from '@dataservices/reconcile/run-operator';
import { addRedisController } from '@dataservices/redis';

/** All operators in one process: one Lease, one set of caches. */
await runOperator({
  name: 'dataservices-operators',
  add: (manager, environment) => {
    addRedisController(manager, environment);
  },
});

import { runOperator } from '@dataservices/reconcile/run-operator';
import { chosenOperators } from './chosen-operators.ts';

const chosen = chosenOperators(process.env.OPERATORS);

/** All operators that were chosen, in one process: one Lease, one set of caches. */
await runOperator({
  name: 'dataservices-operators',
  add: (manager, environment) => {
    for (const add of chosen) add(manager, environment, process.env);
  },
});

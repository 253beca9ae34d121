import { addAutoscalerController, readSettings } from '@dataservices/autoscaler';
import { addKafkaController } from '@dataservices/kafka';
import { addRabbitmqController } from '@dataservices/rabbitmq';
import type { Manager, OperatorEnvironment } from '@dataservices/reconcile';
import { addRedisController } from '@dataservices/redis';
import { addZookeeperController } from '@dataservices/zookeeper';

export type AddController = (
  manager: Manager,
  environment: OperatorEnvironment,
  variables: Readonly<Record<string, string | undefined>>,
) => void;

/** Every operator that there is, by the name that the chart knows it by. Not the functions themselves: they take more, for tests. */
export const operators: Readonly<Record<string, AddController>> = {
  redis: (manager, environment) => addRedisController(manager, environment),
  zookeeper: (manager, environment) => addZookeeperController(manager, environment),
  rabbitmq: (manager, environment) => addRabbitmqController(manager, environment),
  kafka: (manager, environment) => addKafkaController(manager, environment),
  autoscaler: (manager, _environment, variables) => addAutoscalerController(manager, readSettings(variables)),
};

/**
 * Those that run in this process.
 *
 * @param names with commas, as in the variable OPERATORS. Omitted or empty: all
 * @throws RangeError that names what is unknown, and what there is
 */
export function chosenOperators(names: string | undefined): readonly AddController[] {
  const wanted = (names ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = Object.keys(operators);
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new RangeError(`OPERATORS names '${unknown}': it takes ${known.join(', ')}, with commas, or nothing for all`);
  return Object.entries(operators).flatMap(([name, add]) => (wanted.length === 0 || wanted.includes(name) ? [add] : []));
}

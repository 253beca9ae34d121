import { applyAutoscaler } from './autoscaler-object.ts';
import { type KafkaLoad, startKafkaLoad } from './kafka-load.ts';
import { applyKafka, awaitKafkaRest } from './kafka-object.ts';
import { awaitWrites, type Load, startLoad } from './load.ts';
import { pickNode } from './pick-node.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from './rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmqRest } from './rabbitmq-object.ts';
import { applyRedis, awaitRest } from './redis-object.ts';
import { forbidScraping } from './scrape-config.ts';
import { runShippedAlerts } from './shipped-alerts.ts';
import type { TestBed } from './test-bed.ts';
import { startZookeeperLoad, type ZookeeperLoad } from './zookeeper-load.ts';
import { applyZookeeper, awaitZookeeperRest } from './zookeeper-object.ts';

/** One cluster of each service, all of the same name. */
export const clusterName = 'cart';

export type ObservedLoads = {
  readonly redis: Load;
  readonly zookeeper: ZookeeperLoad;
  readonly rabbitmq: RabbitmqLoad;
  readonly kafka: KafkaLoad;
};

/** Makes a cluster of each service, and an AutoScaler that has nothing to do. Returns when all are at rest. */
export async function makeClusters(bed: TestBed, namespace: string): Promise<void> {
  const cart = { namespace, name: clusterName };
  const storage = { size: '1Gi' };
  await applyRedis(bed, cart, { storage });
  await applyZookeeper(bed, cart, { storage });
  await applyRabbitmq(bed, cart, { storage });
  await applyKafka(bed, cart, { storage, controllers: { replicas: 1, storage } });
  await awaitRest(bed, cart, 'its creation', 240_000);
  await awaitZookeeperRest(bed, cart, 'its creation', 240_000);
  await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  await awaitKafkaRest(bed, cart, 'its creation', 240_000);
}

/**
 * Runs a Prometheus that scrapes all of them, the operators and the kubelets, with the shipped alerts, and an AutoScaler that asks it.
 *
 * @param shorten how long every alert waits that does
 */
export async function observe(bed: TestBed, namespace: string, shorten: string): Promise<void> {
  await runShippedAlerts(bed, namespace, shorten);
  await scaleByCommands(bed, namespace, 100_000);
}

/** @param commands how many commands a second of the Redis' master are enough for each member */
export function scaleByCommands(bed: TestBed, namespace: string, commands: number): Promise<unknown> {
  return applyAutoscaler(
    bed,
    { namespace, name: clusterName },
    {
      scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: clusterName },
      minReplicas: 3,
      maxReplicas: 5,
      prometheus: { address: `http://prometheus.${namespace}.svc.cluster.local:9090` },
      metrics: [{ name: 'commands', query: commandsQuery, target: { type: 'AverageValue', averageValue: commands } }],
    },
  );
}

/** Commands a second of the busiest member, with the variables of AutoScalers. */
export const commandsQuery = 'max(rate(redis_commands_processed_total{namespace="$namespace",dataservices_dev_cluster="$name"}[1m]))';

/** Takes away what is not in the namespace. */
export function forgetPermissions(bed: TestBed, namespace: string): Promise<void> {
  return forbidScraping(bed, { namespace, name: 'prometheus' });
}

/** A client of each cluster; returns when all of them write. */
export async function loadAll(bed: TestBed, namespace: string): Promise<ObservedLoads> {
  const cart = { namespace, name: clusterName };
  const nodeName = await pickNode(bed, undefined);
  const redis = await startLoad(bed, { cluster: cart, name: 'redis-load', nodeName, wait: 0 });
  await awaitWrites(bed, cart, redis);
  const zookeeper = await startZookeeperLoad(bed, { cluster: cart, name: 'zookeeper-load' });
  const rabbitmq = await startRabbitmqLoad(bed, { cluster: cart, name: 'rabbitmq-load' });
  const kafka = await startKafkaLoad(bed, { cluster: cart, name: 'kafka-load' });
  return { redis, zookeeper, rabbitmq, kafka };
}

import { kafkaUsage, parseKafkaOptions } from './kafka/options.ts';
import { runKafkaLoad } from './kafka/run-kafka-load.ts';
import { loadUsage, parseLoadOptions } from './load-options.ts';
import { parseRabbitmqOptions, rabbitmqUsage } from './rabbitmq/options.ts';
import { runRabbitmqLoad } from './rabbitmq/run-rabbitmq-load.ts';
import { runRedisLoad } from './run-redis-load.ts';
import { parseZookeeperOptions, zookeeperUsage } from './zookeeper/options.ts';
import { runZookeeperLoad } from './zookeeper/run-zookeeper-load.ts';

const stop = new AbortController();
process.once('SIGTERM', () => stop.abort()).once('SIGINT', () => stop.abort());

// ioredis rejects promises of its own that nobody else can reach, when a sentinel goes away while its failover detector subscribes.
// A client that is there to live through faults must not end by that; each write of its own is accounted for where it is made.
process.on('unhandledRejection', (reason) => console.error(`unhandled: ${reason instanceof Error ? reason.message : String(reason)}`));

const runs: Readonly<
  Record<string, (args: readonly string[]) => Promise<{ readonly lost: number | null; readonly acknowledged: number }>>
> = {
  kafka: (args) => runKafkaLoad(parseKafkaOptions(args), stop.signal),
  rabbitmq: (args) => runRabbitmqLoad(parseRabbitmqOptions(args), stop.signal),
  redis: (args) => runRedisLoad(parseLoadOptions(args), stop.signal),
  zookeeper: (args) => runZookeeperLoad(parseZookeeperOptions(args), stop.signal),
};

const [service = '', ...args] = process.argv.slice(2);
try {
  const run = runs[service];
  if (run === undefined) throw new Error(`${loadUsage}\n\n${zookeeperUsage}\n\n${rabbitmqUsage}\n\n${kafkaUsage}`);
  const { lost, acknowledged } = await run(args);
  // Lost writes are a finding, which the summary holds. Only a run that found out nothing has failed.
  process.exitCode = lost === null || acknowledged === 0 ? 3 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}

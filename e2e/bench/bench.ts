/** `npm run bench`: figures, as a table and as JSON. Nothing here passes or fails. */
import { commonUsage, parseRunOptions } from '../src/run-options.ts';
import { stopSignal } from '../src/stop-signal.ts';
import { benchAutoscaler } from './autoscaler/bench-autoscaler.ts';
import { benchKafka } from './kafka/bench-kafka.ts';
import { benchRabbitmq } from './rabbitmq/bench-rabbitmq.ts';
import { benchRedis } from './redis/bench-redis.ts';
import { benchRuntime } from './runtime/bench-runtime.ts';
import { benchZookeeper } from './zookeeper/bench-zookeeper.ts';

const usage = `usage: npm run bench -- [runtime | redis | zookeeper | rabbitmq | kafka | autoscaler] [options]

runtime: the libraries below the operators: queue, cache and client beside client-node's, and an operator of up to 1000 objects on
simulated nodes. About 20 minutes, needs no root.
  --only <parts>       some of queue, reads, idle, scale, changes, take-over; with commas
  --objects <numbers>  custom resources that scale goes through (1,200,1000)
  --quick              fewer objects and shorter waits, about 2 minutes; its figures are no basis for anything

redis: how long writes stand still for each fault, with the operator and with Sentinel alone. About 8 minutes for each repetition of
everything; needs the local cluster.
  --only <parts>       some of creation, rest, process-death, pod-loss, node-loss, hang, switch, roll; with commas
  --repetitions <n>    of each part (3)
  --alone <n>          of each fault with Sentinel alone, which is the reference (as many)
  --figures <file>     where every repetition is kept, with the load that the machine had before it (.results/bench-redis.json)
  --resume             go on from what that file holds, such as that of a run that was stopped
  --rest <seconds>     for which to count API writes at rest (120; 0 leaves it out)

zookeeper: for how long writes stand still, and what it costs besides, when the leader is lost, when all restart, and when members come and
go: with the operator, and with a static list of servers. About 8 minutes for each repetition of everything; needs the local cluster.
  --only <parts>       some of creation, kill, roll, join, leave; with commas
  --repetitions, --figures, --resume  as for redis, with .results/bench-zookeeper.json

rabbitmq: how soon a cluster is there, for how long no message is confirmed, and what it costs besides, when the node with most leaders is
killed and when all restart, with 50 quorum queues: with the operator, and with that of RabbitMQ's vendor; and when nodes come and go, with
the operator. Needs the local cluster. The first time it compiles the vendor's operator, which takes some minutes.
  --only <parts>       some of creation, kill, roll, join, leave; with commas
  --repetitions, --figures, --resume  as for redis, with .results/bench-rabbitmq.json

kafka: for how long a partition takes no records, and what it costs besides, when the broker with most leaders is killed, when all restart,
and when a broker comes and goes, with 240 MB on each; and how long a new cluster takes. Needs the local cluster.
  --only <parts>       some of creation, kill, roll, join, leave; with commas
  --repetitions, --figures, --resume  as for redis, with .results/bench-kafka.json

autoscaler: what a decision costs, what 1000 AutoScalers cost at a look every 15 s, and how soon a step of a metric scales its target, with a
real Prometheus and a real API server; beside a real HorizontalPodAutoscaler with prometheus-adapter, and beside KEDA. Both are built from source
the first time, and KEDA is large: about ten minutes on two cores, and 3.5 GB of memory. Then about 70 minutes, needs no root.
  --only <parts>       some of decide, many, step, keda; with commas
  --quick              few of everything, about 3 minutes; its figures are no basis for anything
${commonUsage}

Without a name: all. The figures go to .results/bench-<name>.json as well.`;

const benchmarks = {
  runtime: benchRuntime,
  redis: benchRedis,
  zookeeper: benchZookeeper,
  rabbitmq: benchRabbitmq,
  kafka: benchKafka,
  autoscaler: benchAutoscaler,
};

function chosen(names: readonly string[]): readonly (keyof typeof benchmarks)[] {
  const known = Object.keys(benchmarks) as (keyof typeof benchmarks)[];
  const unknown = names.find((name) => !known.some((candidate) => candidate === name));
  if (unknown !== undefined) throw new Error(`there is no benchmark '${unknown}': choose of ${known.join(', ')}`);
  return names.length === 0 ? known : known.filter((name) => names.includes(name));
}

try {
  const own = {
    repetitions: { type: 'string' },
    alone: { type: 'string' },
    figures: { type: 'string' },
    rest: { type: 'string' },
    only: { type: 'string' },
    objects: { type: 'string' },
    quick: { type: 'boolean' },
    resume: { type: 'boolean' },
  } as const;
  const options = parseRunOptions(process.argv.slice(2), 'bench', own);
  if (options.help) console.log(usage);
  else {
    const signal = stopSignal((name) =>
      console.error(`\n${name}: stopping after the present measurement; once more to leave everything as it is`),
    );
    for (const name of chosen(options.positionals)) await benchmarks[name](options, signal);
  }
  process.exit(0);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

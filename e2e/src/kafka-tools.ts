import type { Ref } from '@dataservices/kube';
import type { KafkaRef } from './kafka-object.ts';
import type { TestBed } from './test-bed.ts';

const topics = 'org.apache.kafka.tools.TopicCommand';
const producer = 'org.apache.kafka.tools.ConsoleProducer';
const reassign = 'org.apache.kafka.tools.reassign.ReassignPartitionsCommand';
const consumer = 'org.apache.kafka.tools.consumer.ConsoleConsumer';
// The container's own limits are for the broker: a second Java beside it must stay small.
export const java = "java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '/opt/kafka/libs/*'";

/** Kafka's own console clients, in the container of a broker: what they say does not depend on this project's clients. */
export async function produceByConsole(
  bed: TestBed,
  cluster: KafkaRef,
  input: ConsoleInput & { readonly lines: readonly string[] },
): Promise<void> {
  const { bootstrap, topic, lines } = input;
  const text = lines.map((line) => `${line}\\n`).join('');
  await inBroker(
    bed,
    cluster,
    `printf '${text}' | ${java} ${producer} --bootstrap-server ${bootstrap} --topic ${topic} --command-property acks=all`,
  );
}

export type TopicInput = ConsoleInput & {
  /** Default 1. */
  readonly partitions?: number;
  /** Default 3. */
  readonly replicas?: number;
  readonly minIsr?: number;
  /** The brokers that every partition is on. Omitted: Kafka chooses. */
  readonly onto?: readonly number[];
  /** Settings of the topic, by Kafka's names. */
  readonly config?: Readonly<Record<string, string | number>>;
};

export async function makeTopicByConsole(bed: TestBed, cluster: KafkaRef, input: TopicInput): Promise<void> {
  const { bootstrap, topic, partitions = 1, replicas = 3, minIsr, onto, config = {} } = input;
  const settings = Object.entries({ ...(minIsr !== undefined && { 'min.insync.replicas': minIsr }), ...config });
  const options = [
    `--create --if-not-exists --topic ${topic}`,
    onto === undefined
      ? `--partitions ${partitions} --replication-factor ${replicas}`
      : `--replica-assignment ${Array.from({ length: partitions }, () => onto.join(':')).join(',')}`,
    ...settings.map(([key, value]) => `--config ${key}=${value}`),
  ].join(' ');
  await inBroker(bed, cluster, `${java} ${topics} --bootstrap-server ${bootstrap} ${options}`);
}

/** @returns the lines of a topic from its beginning, at most so many */
export async function consumeByConsole(
  bed: TestBed,
  cluster: KafkaRef,
  input: ConsoleInput & { readonly count: number },
): Promise<readonly string[]> {
  const { bootstrap, topic, count } = input;
  const options = `--from-beginning --max-messages ${count} --timeout-ms 30000`;
  const output = await inBroker(
    bed,
    cluster,
    `${java} ${consumer} --bootstrap-server ${bootstrap} --topic ${topic} ${options} 2>/dev/null`,
  );
  return output.split('\n').filter((line) => line !== '');
}

/** Fills a topic with lines of 10 kB, in any order over its partitions. Returns when all of them are acknowledged. */
export async function fillByConsole(bed: TestBed, cluster: KafkaRef, input: ConsoleInput & { readonly bytes: number }): Promise<void> {
  const { bootstrap, topic, bytes } = input;
  const options = '--command-property acks=all --command-property batch.size=200000 --command-property linger.ms=20';
  const lines = `head -c ${bytes} /dev/zero | tr '\\0' x | fold -w 10000`;
  await inBroker(bed, cluster, `${lines} | ${java} ${producer} --bootstrap-server ${bootstrap} --topic ${topic} ${options}`);
}

export async function deleteTopicByConsole(bed: TestBed, cluster: KafkaRef, { bootstrap, topic }: ConsoleInput): Promise<void> {
  await inBroker(bed, cluster, `${java} ${topics} --bootstrap-server ${bootstrap} --delete --topic ${topic}`);
}

/** @returns how many partitions of any topic each broker leads, by its id */
export async function leadersByConsole(
  bed: TestBed,
  cluster: KafkaRef,
  { bootstrap }: Pick<ConsoleInput, 'bootstrap'>,
): Promise<ReadonlyMap<number, number>> {
  return leadersIn(await inBroker(bed, cluster, `${java} ${topics} --bootstrap-server ${bootstrap} --describe`));
}

/** Every partition of every topic, Kafka's own included, with the brokers that it is on. */
export async function replicasByConsole(
  bed: TestBed,
  cluster: KafkaRef,
  { bootstrap }: Pick<ConsoleInput, 'bootstrap'>,
): Promise<readonly PartitionReplicas[]> {
  return replicasIn(await inBroker(bed, cluster, `${java} ${topics} --bootstrap-server ${bootstrap} --describe`));
}

export type PartitionReplicas = { readonly topic: string; readonly partition: number; readonly replicas: readonly number[] };

/** @param description by the tool for topics */
export function replicasIn(description: string): readonly PartitionReplicas[] {
  const lines = description.matchAll(/^\s*Topic: (\S+)\s+Partition: (\d+)\s+Leader: \S+\s+Replicas: ([\d,]+)/gm);
  return [...lines].map(([, topic = '', partition, replicas = '']) => ({
    topic,
    partition: Number(partition),
    replicas: replicas.split(',').map(Number),
  }));
}

/** What Kafka's tool would do for these topics to be on these brokers, each partition of them. */
export async function proposeByConsole(
  bed: TestBed,
  cluster: KafkaRef,
  input: Pick<ConsoleInput, 'bootstrap'> & { readonly topics: readonly string[]; readonly onto: readonly number[] },
): Promise<readonly PartitionReplicas[]> {
  const wanted = JSON.stringify({ version: 1, topics: input.topics.map((topic) => ({ topic })) });
  const options = `--topics-to-move-json-file /tmp/topics.json --broker-list ${input.onto.join(',')} --generate`;
  const command = `printf '%s' '${wanted}' > /tmp/topics.json && ${java} ${reassign} --bootstrap-server ${input.bootstrap} ${options}`;
  return proposalIn(await inBroker(bed, cluster, command));
}

/** @throws Error where the tool proposes nothing */
export function proposalIn(output: string): readonly PartitionReplicas[] {
  const [, proposal] = /^Proposed partition reassignment configuration\n(\{.*\})$/m.exec(output) ?? [];
  if (proposal === undefined) throw new Error(`Kafka's tool proposes nothing: ${output}`);
  return (JSON.parse(proposal) as { partitions: PartitionReplicas[] }).partitions.map(({ topic, partition, replicas }) => ({
    topic,
    partition,
    replicas,
  }));
}

/** Has all of it begin at once, without a limit. Returns when Kafka has taken it, not when it has been moved. */
export async function reassignByConsole(
  bed: TestBed,
  cluster: KafkaRef,
  { bootstrap, moves }: Pick<ConsoleInput, 'bootstrap'> & { readonly moves: readonly PartitionReplicas[] },
): Promise<void> {
  const plan = JSON.stringify({ version: 1, partitions: moves });
  const file = '/tmp/reassignment.json';
  await inBroker(
    bed,
    cluster,
    `printf '%s' '${plan}' > ${file} && ${java} ${reassign} --bootstrap-server ${bootstrap} --reassignment-json-file ${file} --execute`,
  );
}

/** @param description by the tool for topics: a line for each topic, and one for each partition */
export function leadersIn(description: string): ReadonlyMap<number, number> {
  const leaders = [...description.matchAll(/^\s*Topic: .*\bPartition: \d+\s+Leader: (\d+)\b/gm)].map(([, id]) => Number(id));
  return new Map([...Map.groupBy(leaders, (id) => id)].map(([id, each]) => [id, each.length]));
}

export type ConsoleInput = { readonly bootstrap: string; readonly topic: string };

function inBroker(bed: TestBed, { namespace, name }: KafkaRef, command: string): Promise<string> {
  return inKafka(bed, { namespace, name: `${name}-kafka-0` }, command);
}

/** @param command of bash, in the container of this broker or controller */
export function inKafka(bed: TestBed, { namespace, name }: Required<Ref>, command: string): Promise<string> {
  return bed.cluster.kubectl(['-n', namespace, 'exec', name, '-c', 'kafka', '--', 'bash', '-c', command]);
}

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKafkaId } from '../../operators/kafka/src/kafka-id.ts';
import { findFreePorts } from '../cluster/src/free-ports.ts';
import { logTail } from '../cluster/src/log-tail.ts';
import { kafkaJars } from './kafka-jars.ts';
import { formatStorage, kafkaProcess } from './kafka-process.ts';
import { firstVoters, type LocalNode, nodeConfig, superUser } from './node-config.ts';

/** Kafka as processes on this machine, reachable from nowhere else. */
export type LocalKafka = {
  readonly version: string;
  readonly nodes: readonly LocalNode[];
  start(id: number): void;
  /** Starts each that does not run. */
  startEnded(): void;
  /** For nodes that start from now on. */
  writeTls(tls: LocalTls): Promise<void>;
  /** Ends it as the kernel would, without a farewell. */
  kill(id: number): Promise<void>;
  /** Lets it say farewell. */
  stop(id: number): Promise<void>;
  /** What is at the end of each node's log. */
  explain(): string;
  /** Ends all of it, and removes what it stored. */
  remove(): Promise<void>;
};

export type LocalKafkaOptions = {
  readonly version: string;
  readonly nodes?: number;
  /** Of the superuser. */
  readonly password: string;
  /** What all nodes present and trust, in PEM form. Omitted: plaintext. */
  readonly tls?: LocalTls;
};

/** Certificate with its key, and authorities. */
export type LocalTls = { readonly keyStore: string; readonly trustStore: string };

/** Formats the storage of as many nodes, each broker and controller at once, and starts them. Returns before they serve. */
export async function startLocalKafka({ version, nodes: count = 3, password, tls }: LocalKafkaOptions): Promise<LocalKafka> {
  const jars = await kafkaJars(version);
  const folder = await mkdtemp(join(tmpdir(), 'dataservices-kafka-'));
  const ports = await findFreePorts(count * 3);
  const nodes = Array.from({ length: count }, (_, id) => ({
    id,
    port: ports[id * 3] ?? 0,
    loginPort: ports[id * 3 + 1] ?? 0,
    controllerPort: ports[id * 3 + 2] ?? 0,
    directoryId: newKafkaId(),
  }));
  const pathOf = (id: number, name: string) => join(folder, `${id}`, name);
  const processes = new Map(
    nodes.map(({ id }) => [id, kafkaProcess({ jars, config: pathOf(id, 'server.properties'), log: pathOf(id, 'log') })]),
  );

  async function format(node: LocalNode, clusterId: string): Promise<void> {
    await mkdir(join(folder, `${node.id}`));
    const config = pathOf(node.id, 'server.properties');
    await writeFile(config, nodeConfig(node, nodes, { data: pathOf(node.id, 'data'), ...(tls !== undefined && { tls: folder }) }));
    const scram = `SCRAM-SHA-512=[name=${superUser},password=${password}]`;
    await formatStorage(jars, config, clusterId, ['--initial-controllers', firstVoters(nodes), '--add-scram', scram]);
  }

  const start = (id: number) => processes.get(id)?.start();
  const end = async (id: number, signal: NodeJS.Signals) => processes.get(id)?.end(signal);

  async function writeTls({ keyStore, trustStore }: LocalTls): Promise<void> {
    await writeFile(join(folder, 'keystore.pem'), keyStore);
    await writeFile(join(folder, 'truststore.pem'), trustStore);
  }

  if (tls !== undefined) await writeTls(tls);
  const clusterId = newKafkaId();
  for (const node of nodes) await format(node, clusterId);
  for (const { id } of nodes) start(id);
  return {
    version,
    nodes,
    start,
    startEnded() {
      for (const process of processes.values()) if (!process.isRunning()) process.start();
    },
    writeTls,
    kill: (id) => end(id, 'SIGKILL'),
    stop: (id) => end(id, 'SIGTERM'),
    explain: () => nodes.map(({ id }) => logTail(pathOf(id, 'log'))).join('\n'),
    async remove() {
      await Promise.all(nodes.map(({ id }) => end(id, 'SIGKILL')));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

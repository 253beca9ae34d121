import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newKafkaId } from '../../operators/kafka/src/kafka-id.ts';
import { kafkaConfig } from '../../operators/kafka/src/resources/kafka-config.ts';
import { kafkaCluster, observed } from '../../operators/kafka/src/testing/observed-builder.ts';
import { findFreePorts } from '../cluster/src/free-ports.ts';
import { logTail } from '../cluster/src/log-tail.ts';
import { kafkaJars } from './kafka-jars.ts';
import { formatStorage, type KafkaProcess, kafkaProcess } from './kafka-process.ts';

/** A broker and the only controller that it knows, configured as the operator does it but for their addresses. Neither runs yet. */
export type PatientPair = {
  readonly broker: KafkaProcess;
  readonly controller: KafkaProcess;
  /** Where the broker serves. */
  readonly port: number;
  /** The end of the broker's log. */
  brokerLog(): string;
  [Symbol.asyncDispose](): Promise<void>;
};

const controllerId = 1000;

export async function makePatientPair(version: string): Promise<PatientPair> {
  const jars = await kafkaJars(version);
  const folder = await mkdtemp(join(tmpdir(), 'dataservices-kafka-'));
  const [port = 0, controllerPort = 0] = await findFreePorts(2);
  const clusterId = newKafkaId();
  const cluster = observed({ cluster: kafkaCluster({ version }) });
  const known = { 'controller.quorum.bootstrap.servers': `127.0.0.1:${controllerPort}` };

  async function make(
    role: 'broker' | 'controller',
    own: Readonly<Record<string, string>>,
    args: readonly string[],
  ): Promise<KafkaProcess> {
    await mkdir(join(folder, role));
    const config = join(folder, role, 'server.properties');
    const properties = { ...kafkaConfig(cluster, role), ...known, ...own, 'log.dirs': join(folder, role, 'data') };
    const lines = Object.entries(properties).map(([key, value]) => `${key}=${value}\n`);
    await writeFile(config, lines.join(''));
    await formatStorage(jars, config, clusterId, args);
    return kafkaProcess({ jars, config, log: join(folder, role, 'log') });
  }

  const listening = (name: string, at: number) => ({
    listeners: `${name}://127.0.0.1:${at}`,
    'advertised.listeners': `${name}://127.0.0.1:${at}`,
  });
  const voter = `${controllerId}@127.0.0.1:${controllerPort}:${newKafkaId()}`;
  const broker = await make('broker', { 'node.id': '0', ...listening('INTERNAL', port) }, []);
  const own = { 'node.id': String(controllerId), ...listening('CONTROLLER', controllerPort) };
  const controller = await make('controller', own, ['--initial-controllers', voter]);
  return {
    broker,
    controller,
    port,
    brokerLog: () => logTail(join(folder, 'broker', 'log')),
    async [Symbol.asyncDispose]() {
      await Promise.all([broker.end('SIGKILL'), controller.end('SIGKILL')]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

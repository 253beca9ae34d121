import { createHash } from 'node:crypto';
import { constants, existsSync, readFileSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { binariesFolder } from '../../../tools/bootstrap/binaries-folder.mjs';
import { baseTarball } from './base-tarball.ts';
import { cachedBundle } from './cached-bundle.ts';
import { repository } from './folders.ts';
import { goProgram } from './go-program.ts';
import { mavenJars } from './maven-jars.ts';
import { pipPackages } from './pip-packages.ts';
import type { ContextFile, ImageName, ImageRecipe, ParentName, Recipe } from './recipe.ts';

const redisVersion = '8.0.2';
/** What Debian bookworm has, to upgrade from. */
const oldRedisVersion = '7.0.15';
const valkeyVersion = '8.1.1';
/** The last releases of which Maven Central has the metrics provider. */
const zookeeperVersion = '3.9.4';
const oldZookeeperVersion = '3.8.3';
/** What Debian forky has. */
const rabbitmqVersion = '4.3.6';
/** The last release of which Maven Central has the tools. */
const kafkaVersion = '4.3.1';
const oldKafkaVersion = '4.2.1';
/** What Debian trixie has, to upgrade from. */
const oldRabbitmqVersion = '4.0.5';
/** What the go.mod beside its Containerfile names. */
export const clusterOperatorVersion = '2.22.1';
export const clusterOperatorModule = 'github.com/rabbitmq/cluster-operator/v2';
/** What Debian trixie has. */
const prometheusVersion = '2.53.3';
const ownVersion = '0.1.0';

/** Images that only serve as BASE of others. */
export const parents: Readonly<Record<ParentName, Recipe>> = {
  base: { name: 'base', contextFiles: async () => [baseTarball] },
  'node-base': { name: 'node-base', parent: 'base', contextFiles: async () => [nodeProgram()] },
};

/** Every image that a cluster may be given. */
export const images: Readonly<Record<ImageName, ImageRecipe>> = {
  redis: {
    name: 'redis',
    reference: `redis:${redisVersion}`,
    services: ['redis', 'autoscaler', 'observability', 'docs', 'install'],
    parent: 'base',
    buildArgs: { REDIS_VERSION: redisVersion },
    contextFiles: async () => [],
  },
  'redis-7.0': {
    name: 'redis-7.0',
    reference: `redis:${oldRedisVersion}`,
    isOnDemand: true,
    parent: 'base',
    buildArgs: { REDIS_VERSION: oldRedisVersion },
    contextFiles: async () => [],
  },
  valkey: {
    name: 'valkey',
    reference: `valkey/valkey:${valkeyVersion}`,
    isOnDemand: true,
    parent: 'base',
    buildArgs: { VALKEY_VERSION: valkeyVersion },
    contextFiles: async () => [],
  },
  'redis-exporter': {
    name: 'redis-exporter',
    reference: 'oliver006/redis_exporter:v1.82.0',
    services: ['redis', 'autoscaler', 'observability', 'docs', 'install'],
    contextFiles: async () => [await exporterProgram()],
  },
  zookeeper: {
    name: 'zookeeper',
    reference: `zookeeper:${zookeeperVersion}`,
    services: ['zookeeper', 'observability', 'docs', 'install'],
    parent: 'base',
    buildArgs: { ZOOKEEPER_VERSION: zookeeperVersion },
    contextFiles: async () => [await mavenJars('zookeeper', { 'zookeeper.version': zookeeperVersion })],
  },
  'zookeeper-3.8': {
    name: 'zookeeper-3.8',
    folder: 'zookeeper',
    reference: `zookeeper:${oldZookeeperVersion}`,
    isOnDemand: true,
    parent: 'base',
    buildArgs: { ZOOKEEPER_VERSION: oldZookeeperVersion },
    // Logback 1.3 is for another generation of the interface that ZooKeeper logs to.
    contextFiles: async () => [await mavenJars('zookeeper', { 'zookeeper.version': oldZookeeperVersion, 'logback.version': '1.2.13' })],
  },
  rabbitmq: {
    name: 'rabbitmq',
    reference: `rabbitmq:${rabbitmqVersion}-management`,
    services: ['rabbitmq', 'observability', 'docs', 'install'],
    parent: 'base',
    buildArgs: { RABBITMQ_VERSION: rabbitmqVersion },
    contextFiles: async () => [],
  },
  kafka: {
    name: 'kafka',
    reference: `apache/kafka:${kafkaVersion}`,
    services: ['kafka', 'observability', 'docs', 'install'],
    parent: 'base',
    buildArgs: { KAFKA_VERSION: kafkaVersion },
    contextFiles: async () => [await mavenJars('kafka', { 'kafka.version': kafkaVersion })],
  },
  'kafka-4.2': {
    name: 'kafka-4.2',
    folder: 'kafka',
    reference: `apache/kafka:${oldKafkaVersion}`,
    isOnDemand: true,
    parent: 'base',
    buildArgs: { KAFKA_VERSION: oldKafkaVersion },
    contextFiles: async () => [await mavenJars('kafka', { 'kafka.version': oldKafkaVersion })],
  },
  'rabbitmq-4.0': {
    name: 'rabbitmq-4.0',
    reference: `rabbitmq:${oldRabbitmqVersion}-management`,
    isOnDemand: true,
    parent: 'base',
    buildArgs: { RABBITMQ_VERSION: oldRabbitmqVersion },
    contextFiles: async () => [],
  },
  'rabbitmq-cluster-operator': {
    name: 'rabbitmq-cluster-operator',
    reference: `rabbitmqoperator/cluster-operator:${clusterOperatorVersion}`,
    isOnDemand: true,
    contextFiles: async () => [
      goProgram({ name: 'manager', folder: 'e2e/images/rabbitmq-cluster-operator', packagePath: `${clusterOperatorModule}/cmd` }),
    ],
  },
  prometheus: {
    name: 'prometheus',
    reference: `prom/prometheus:v${prometheusVersion}`,
    services: ['autoscaler', 'observability'],
    parent: 'base',
    buildArgs: { PROMETHEUS_VERSION: prometheusVersion },
    contextFiles: async () => [],
  },
  operator: {
    name: 'operator',
    reference: `dataservices/operator:${ownVersion}`,
    parent: 'node-base',
    contextFiles: (onStep) => bundleFiles({ entry: 'operators/all/src/main.ts', folders: ['operators/*', 'libs/*'] }, onStep),
  },
  client: {
    name: 'client',
    reference: `dataservices/client:${ownVersion}`,
    parent: 'node-base',
    contextFiles: clientBundle,
  },
  'client-go': {
    name: 'client-go',
    reference: `dataservices/client-go:${ownVersion}`,
    services: ['redis'],
    isOnDemand: true,
    parent: 'node-base',
    contextFiles: async (onStep) => [...(await clientBundle(onStep)), goProgram({ name: 'guide', folder: 'e2e/client-go' })],
  },
  'client-java': {
    name: 'client-java',
    reference: `dataservices/client-java:${ownVersion}`,
    services: ['redis'],
    isOnDemand: true,
    parent: 'node-base',
    contextFiles: async (onStep) => [
      ...(await clientBundle(onStep)),
      await mavenJars('client-java', {}),
      ...(await sources('e2e/client-java', 'guide', 'Guide.java')),
      ...(await sources('e2e/guides', 'JedisGuide.java', 'LettuceGuide.java')),
    ],
  },
  'client-python': {
    name: 'client-python',
    reference: `dataservices/client-python:${ownVersion}`,
    services: ['redis', 'zookeeper', 'rabbitmq', 'kafka'],
    isOnDemand: true,
    parent: 'node-base',
    contextFiles: async (onStep) => [
      ...(await clientBundle(onStep)),
      await pipPackages('client-python'),
      ...(await sources('e2e/client-python', 'guide')),
      ...(await sources('e2e/guides', 'confluent_kafka_py.py', 'kazoo_py.py', 'pika_py.py', 'redis_py.py')),
    ],
  },
};

/** The load client, which other images than its own have as well. */
function clientBundle(onStep: (step: string) => void): Promise<readonly ContextFile[]> {
  return bundleFiles({ entry: 'e2e/client/src/main.ts', folders: ['e2e/client', 'e2e/guides', 'operators/zookeeper/src/client'] }, onStep);
}

async function bundleFiles(...args: Parameters<typeof cachedBundle>): Promise<readonly ContextFile[]> {
  const folder = await cachedBundle(...args);
  return Promise.all(['main.mjs', 'main.mjs.map'].map((name) => fileByContent(name, join(folder, name))));
}

/** Files of a folder of the repository, under their own names. */
function sources(folder: string, ...names: readonly string[]): Promise<readonly ContextFile[]> {
  return Promise.all(names.map((name) => fileByContent(name, join(repository, folder, name))));
}

async function exporterProgram(): Promise<ContextFile> {
  const program = join(binariesFolder(), 'redis_exporter');
  if (!existsSync(program)) throw new Error("The cluster's programs are not built yet, redis_exporter among them. Remedy: npm run cluster");
  return fileByContent('redis_exporter', program);
}

/** A file that is another one as soon as it holds anything else. */
export async function fileByContent(name: string, source: string): Promise<ContextFile> {
  const identity = createHash('sha256')
    .update(await readFile(source))
    .digest('hex');
  return { name, identity, provide: (target) => clone(source, target) };
}

/** The pinned package names exactly one program: reading its 120 MB on every start would cost more than all other checks together. */
function nodeProgram(): ContextFile {
  const name = `node-linux-${process.arch}`;
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version: string };
  return { name: 'node', identity: `${name}@${version}`, provide: (target) => clone(join(dirname(manifest), 'bin/node'), target) };
}

function clone(source: string, target: string): Promise<void> {
  return copyFile(source, target, constants.COPYFILE_FICLONE);
}

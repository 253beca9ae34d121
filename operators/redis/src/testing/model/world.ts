import type { RedisCluster, RedisClusterSpec, RedisClusterSpecInput, RedisClusterStatus } from '@dataservices/api';
import { nowMs, redisCluster } from '../observed-builder.ts';
import { createKubeWorld, type KubeWorld } from './kube-world.ts';
import { createService, type Service } from './service.ts';
import { createWriter, type Writer } from './writer.ts';

/** Everything outside the operator's process, in a model: the API server with its controllers and kubelets, the servers, and a client. */
export type World = {
  readonly kube: KubeWorld;
  readonly service: Service;
  readonly writer: Writer;
  spec: RedisClusterSpecInput;
  /** The same with every default. */
  fullSpec: RedisClusterSpec;
  annotations: Record<string, string>;
  generation: number;
  status: Partial<RedisClusterStatus>;
};

export function createWorld(spec: RedisClusterSpecInput): World {
  return {
    kube: createKubeWorld(),
    service: createService(nowMs),
    writer: createWriter(),
    spec,
    fullSpec: redisCluster(spec).spec,
    annotations: {},
    generation: 1,
    status: {},
  };
}

/** The custom resource, as a client would read it. */
export function clusterOf({ fullSpec, annotations, generation, status }: World): RedisCluster {
  const { metadata, ...empty } = blank;
  return { ...empty, metadata: { ...metadata, generation, annotations }, spec: fullSpec, status: { ...empty.status, ...status } };
}

const blank = redisCluster();

export function askFor(world: World, changes: RedisClusterSpecInput): void {
  world.spec = { ...world.spec, ...changes };
  world.fullSpec = redisCluster(world.spec).spec;
  world.generation += 1;
}

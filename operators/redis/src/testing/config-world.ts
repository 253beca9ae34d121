import type { RedisClusterSpecInput, RedisClusterStatus } from '@dataservices/api';
import type { StoredObject } from '@dataservices/plan';
import type { ServerView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { plan } from '../plan/plan.ts';
import { invalidConfig } from '../plan/refused-settings.ts';
import { parseRedisConfig } from '../resources/parse-redis-config.ts';
import { liveRedisConfig } from '../resources/redis-config.ts';
import { status } from '../status.ts';
import { monitoring, observed, redisCluster, serving } from './observed-builder.ts';

type Config = Readonly<Record<string, string>>;

/** What a server refuses, and the values that it shows in another way than they were written. */
export type ConfigServer = { readonly refuses: (settings: Config) => boolean; readonly shows?: (key: string, value: string) => string };

export type ConfigPass = { readonly set: readonly string[]; readonly settled: string; readonly message: string };

export type ConfigWorld = {
  /** One pass of the operator: its plan, carried out on the servers and on the file. */
  pass(spec: RedisClusterSpecInput): ConfigPass;
  /** Passes until nothing is set any more. @returns those that set something, and the first that does not */
  settle(spec: RedisClusterSpecInput): readonly ConfigPass[];
  /** What a container that starts now starts with. */
  readonly file: Config;
  readonly servers: readonly Config[];
  /** Changes a server behind the operator's back. */
  change(at: number, key: string, value: string): void;
  /** Bytes that every server uses from now on. */
  use(bytes: number): void;
};

/** Three servers that lead and follow as they should, and their settings. Everything else stands still. */
export function configWorld({ refuses, shows = (_, value) => value }: ConfigServer): ConfigWorld {
  let text = '';
  let usedMemory = 2_000_000;
  let known: Partial<RedisClusterStatus> = { clusterId: 'c0ffee', version: '8.0.2' };
  const servers: Config[] = [0, 1, 2].map(() => liveRedisConfig(redisCluster()));

  function look(spec: RedisClusterSpecInput): Observed {
    const views: readonly ServerView[] = servers.map((liveConfig, at) =>
      serving(at === 0 ? 'master' : 'replica', { liveConfig, usedMemory }),
    );
    return observed({
      cluster: redisCluster(spec, known),
      servers: views,
      sentinels: [monitoring(0), monitoring(0), monitoring(0)],
      changes: { objects: new Map(text === '' ? [] : [['ConfigMap/cart-redis-config', fileObject(text)]]) },
    });
  }

  function set(at: number, settings: Config): boolean {
    if (refuses(settings)) return false;
    servers[at] = { ...servers[at], ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, shows(key, value)])) };
    return true;
  }

  function pass(spec: RedisClusterSpecInput): ConfigPass {
    const given = look(spec);
    const decided = plan(given);
    text = textOf(decided.applies) ?? text;
    const done = (decided.step?.actions ?? []).flatMap((action) => (action.kind === 'set-config' ? [action] : []));
    const refused = done.find(({ pod, settings }) => !set(Number(pod.at(-1)), settings));
    const problems = refused === undefined ? [] : [{ reason: invalidConfig, message: `${refused.pod} refuses`, isTerminal: false }];
    known = status(given, decided, { problems });
    const settled = known.conditions?.find(({ type }) => type === 'Settled');
    return {
      set: done.map(({ pod, settings }) => `${pod}: ${Object.keys(settings)}`),
      settled: `${settled?.status} ${settled?.reason}`,
      message: settled?.message ?? '',
    };
  }

  function settle(spec: RedisClusterSpecInput): readonly ConfigPass[] {
    const passes: ConfigPass[] = [];
    do passes.push(pass(spec));
    while (passes.at(-1)?.set.length !== 0 && passes.length < 10);
    // The file follows what the servers were seen to have.
    pass(spec);
    return passes;
  }

  return {
    pass,
    settle,
    servers,
    get file() {
      return parseRedisConfig(text);
    },
    use: (bytes) => {
      usedMemory = bytes;
    },
    change: (at, key, value) => {
      servers[at] = { ...servers[at], [key]: value };
    },
  };
}

type ConfigMapLike = { readonly kind: string; readonly data?: Readonly<Record<string, string>> };

function textOf(applies: readonly ConfigMapLike[]): string | undefined {
  return applies.find(({ kind }) => kind === 'ConfigMap')?.data?.['redis.conf'];
}

function fileObject(text: string): StoredObject {
  const metadata = { name: 'cart-redis-config', namespace: 'shop', uid: 'u', resourceVersion: '1' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'redis.conf': text } } as StoredObject;
}

/** As Redis 8 shows what it was given, where that is not the same. */
export const likeRedis: ConfigServer = {
  refuses: (settings) => 'nosuch' in settings || settings['maxmemory-policy'] === 'nonsense',
  shows: (_, value) => (value === '100mb' ? '104857600' : value.toLowerCase()),
};

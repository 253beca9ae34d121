import { parseQuantity } from '@dataservices/plan';
import type { Observed } from '../observed.ts';
import { fieldOf, memoryShare } from '../resources/redis-config.ts';
import { bytesOf } from '../resources/setting-value.ts';
import { wantedSettings } from '../resources/wanted-settings.ts';
import { isServing, type ServingMember } from './leadership.ts';
import { isOutdated } from './outdated.ts';
import type { Stall } from './stalled.ts';

const mebibyte = 1_048_576;

/**
 * Why `maxmemory` stays as it is although another value is asked for, if so: a running server uses more already. Where both the value and a
 * policy that evicts any key were written into `config`, a cache is to be made smaller, and it is not held.
 *
 * Prevents: a master that refuses every write, or throws data away, from one moment to the next because a limit was written with the wrong unit.
 */
export function heldMaxMemory(observed: Observed): Stall | undefined {
  const { config } = observed.cluster.spec;
  const wanted = bytesOf(wantedSettings(observed).maxmemory ?? '0') ?? 0;
  if (wanted === 0 || (config?.maxmemory !== undefined && isEvictingAnyKey(config['maxmemory-policy']))) return undefined;
  const isLowered = ({ server }: ServingMember) => wanted < limitOf(server.liveConfig.maxmemory);
  const short = observed.members.filter(isServing).filter((member) => isLowered(member) && member.server.usedMemory > wanted);
  if (short.length === 0) return undefined;
  const field = fieldOf(observed.cluster, 'maxmemory');
  const share = config?.maxmemory === undefined ? memoryShare : 1;
  return stall(
    short,
    `${field} allows ${wanted} bytes of data`,
    `the settings stay as they are; set ${field} to ${atLeast(short, share)} or more`,
  );
}

/**
 * Why no data member restarts for a changed template, if so: its data would not fit into its memory.
 *
 * Prevents: a member that ends by the kernel's hand whenever it has loaded its data.
 */
export function heldRoll(observed: Observed): Stall | undefined {
  const limit = parseQuantity(observed.cluster.spec.resources?.limits?.memory ?? '');
  if (limit === undefined) return undefined;
  const short = observed.members.filter(isServing).filter((member) => isOutdated(observed, member) && member.server.usedMemory > limit);
  if (short.length === 0) return undefined;
  const field = 'spec.resources.limits.memory';
  return stall(short, `${field} is ${limit} bytes`, `no member restarts with it; set it to ${atLeast(short, memoryShare)} or more`);
}

/** The condition: nothing waits for it but what is held. */
export function memoryInUse(observed: Observed): Stall | undefined {
  return heldRoll(observed) ?? heldMaxMemory(observed);
}

function stall(short: readonly ServingMember[], what: string, remedy: string): Stall {
  const names = short.map(({ name }) => name).join(', ');
  const use = short.length === 1 ? 'uses' : 'use';
  return { reason: 'MemoryInUse', message: `${what}, and ${names} ${use} more already: ${remedy}, or delete data first` };
}

/** In powers of two, so that what is said does not change with every write. */
function atLeast(short: readonly ServingMember[], share: number): string {
  const bytes = Math.max(...short.map(({ server }) => server.usedMemory)) / share;
  const size = 2 ** Math.ceil(Math.log2(bytes / mebibyte));
  return share === 1 ? `${size}mb` : `${size}Mi`;
}

/** 0 is no limit. */
function limitOf(maxMemory: string | undefined): number {
  return bytesOf(maxMemory ?? '0') || Number.POSITIVE_INFINITY;
}

function isEvictingAnyKey(policy: string | number | undefined): boolean {
  return String(policy).toLowerCase().startsWith('allkeys-');
}
